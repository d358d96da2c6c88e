using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gateway.Tests.Embedding;

/// <summary>
/// A model folder written from nothing: cased vocabulary, one input, another output name, mean pooling. The network is one Gather
/// over a table of two-dimensional vectors, as ONNX protobuf.
/// </summary>
internal static class TinyModel
{
    private static readonly string[] Vocabulary = ["<pad>", "<unk>", "<s>", "</s>", "Up", "down"];
    private static readonly float[] Table = [0, 0, 1, 1, 0, 0, 0, 0, 3, 0, 0, 4];

    public static void WriteTo(string folder, string pooling = "mean")
    {
        var network = Network();
        var vocabulary = Encoding.UTF8.GetBytes(string.Join('\n', Vocabulary));
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), network);
        File.WriteAllBytes(Path.Combine(folder, "words.txt"), vocabulary);
        File.WriteAllText(Path.Combine(folder, "manifest.json"), JsonSerializer.Serialize(new
        {
            id = "tiny",
            inputs = new[] { "input_ids" },
            output = "hidden",
            pooling,
            dimensions = 2,
            tokenizer = new { vocab = "words.txt", lowercase = false, unk = "<unk>", cls = "<s>", sep = "</s>" },
            files = new Dictionary<string, object>
            {
                ["model.onnx"] = new { sha256 = Convert.ToHexStringLower(SHA256.HashData(network)) },
                ["words.txt"] = new { sha256 = Convert.ToHexStringLower(SHA256.HashData(vocabulary)) },
            },
        }));
    }

    private static byte[] Network()
    {
        var node = Join(Field(1, "table"), Field(1, "input_ids"), Field(2, "hidden"), Field(4, "Gather"));
        var table = Join(
            Varint(1, Vocabulary.Length),
            Varint(1, 2),
            Varint(2, 1),
            Field(8, "table"),
            Field(9, Table.SelectMany(BitConverter.GetBytes).ToArray()));
        var graph = Join(
            Field(1, node),
            Field(2, "tiny"),
            Field(5, table),
            Field(11, Value("input_ids", 7, "batch", "sequence")),
            Field(12, Value("hidden", 1, "batch", "sequence", "width")));
        return Join(Varint(1, 8), Field(7, graph), Field(8, Varint(2, 13)));
    }

    private static byte[] Value(string name, int elementType, params string[] dimensions)
    {
        var shape = Join([.. dimensions.Select(dimension => Field(1, Field(2, dimension)))]);
        return Join(Field(1, name), Field(2, Field(1, Join(Varint(1, elementType), Field(2, shape)))));
    }

    private static byte[] Field(int number, string text) => Field(number, Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int number, byte[] bytes) => Join([(byte)((number << 3) | 2)], Raw(bytes.Length), bytes);

    private static byte[] Varint(int number, int value) => Join([(byte)(number << 3)], Raw(value));

    private static byte[] Raw(int value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        return [.. bytes];
    }

    private static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];
}
