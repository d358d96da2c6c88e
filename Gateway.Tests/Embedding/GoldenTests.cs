using System.Numerics.Tensors;
using System.Text.Json;
using Gateway.Modules.Embedding;

namespace Gateway.Tests.Embedding;

/// <summary>Token ids and vectors against the reference tokenizer's and the reference runtime's.</summary>
public sealed class GoldenTests
{
    private const int ListedIds = 300;
    private const int GoldenMaxTokens = 256;

    private static readonly string[] Models = [ModelFiles.BgeSmallEn, ModelFiles.BgeSmallZh];

    private static IEnumerable<TestCaseData> Cases() => Models.SelectMany(model =>
        Read(model).Select((golden, index) => new TestCaseData(model, golden).SetArgDisplayNames(Path.GetFileName(model), $"{index + 1}")));

    private static Golden[] Read(string model) => [.. File.ReadLines(Path.Combine(model, "golden.jsonl"))
        .Select(line => JsonSerializer.Deserialize<Golden>(line, JsonSerializerOptions.Web)!)];

    [Test]
    public void Goldens_File_IsWhole([ValueSource(nameof(Models))] string model) => Assert.That(Read(model), Has.Length.EqualTo(40));

    [TestCaseSource(nameof(Cases))]
    public void Encode_GoldenText_GivesTheReferenceIds(string model, Golden golden)
    {
        var manifest = ModelManifest.Read(model, out _)!;
        var encoder = new BertEncoder(manifest.Tokenizer, File.ReadAllBytes(Path.Combine(model, "vocab.txt")));
        var ids = encoder.Encode(golden.Text, 512);
        Assert.Multiple(() =>
        {
            Assert.That(ids, Has.Length.EqualTo(golden.Tokens));
            Assert.That(ids.Take(ListedIds), Is.EqualTo(golden.Ids.Take(ListedIds)));
        });
    }

    [Test]
    public void Run_EveryGoldenText_IsCloseToTheReferenceVector([ValueSource(nameof(Models))] string folder)
    {
        using var model = ModelFolder.Open(folder, new ModelSettings(null, GoldenMaxTokens, 1), out var problem);
        Assert.That(problem, Is.Null);
        Assert.Multiple(() =>
        {
            foreach (var golden in Read(folder))
            {
                var vector = model!.Embed(golden.Text).Vector.ToArray();
                Assert.That(TensorPrimitives.Norm<float>(vector), Is.EqualTo(1).Within(1e-4), golden.Text);
                Assert.That(TensorPrimitives.CosineSimilarity<float>(vector, golden.Vector), Is.GreaterThanOrEqualTo(0.99f), golden.Text);
            }
        });
    }

    [TestCase("word word word", 4)]
    [TestCase("unbelievably unbelievably unbelievably", 8)]
    [TestCase("unbelievably unbelievably unbelievably", 9)]
    [TestCase("xqzjvkxqzjvkxqzjvkxqzjvk a b c", 10)]
    public void Encode_TextOverTheLimit_IsTheStartOfTheWholeAndTheClosingToken(string text, int maxTokens)
    {
        var manifest = ModelManifest.Read(ModelFiles.BgeSmallEn, out _)!;
        var encoder = new BertEncoder(manifest.Tokenizer, File.ReadAllBytes(Path.Combine(ModelFiles.BgeSmallEn, "vocab.txt")));
        var whole = encoder.Encode(text, 512);
        var ids = encoder.Encode(text, maxTokens);
        Assert.Multiple(() =>
        {
            Assert.That(whole, Has.Length.GreaterThan(maxTokens));
            Assert.That(ids, Has.Length.EqualTo(maxTokens));
            Assert.That(ids[..^1], Is.EqualTo(whole[..(maxTokens - 1)]));
            Assert.That(ids[^1], Is.EqualTo(102));
        });
    }

    public sealed record Golden(string Text, long[] Ids, int Tokens, float[] Vector);
}
