using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Lab.Load;

/// <summary>
/// A JSON object with the given fields first and padding after them, of an exact size wherever the fields leave room for it.
/// </summary>
internal static class PaddedBody
{
    private static readonly byte[] PaddingField = "\"padding\":\""u8.ToArray();
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Create(IReadOnlyDictionary<string, string> fields, long bytes)
    {
        var bare = WithoutPadding(fields);
        if (bytes <= bare.Length)
        {
            return bare;
        }

        var padded = new byte[bytes];
        var opening = bare.AsSpan(0, bare.Length - 1);
        var separator = fields.Count > 0 ? 1 : 0;
        var room = bytes - opening.Length - separator - PaddingField.Length - 2;
        if (room < 0)
        {
            // Too little for the field: white space is as good.
            padded.AsSpan().Fill((byte)' ');
            bare.CopyTo(padded, 0);
            return padded;
        }

        padded.AsSpan().Fill((byte)'x');
        opening.CopyTo(padded);
        if (separator > 0)
        {
            padded[opening.Length] = (byte)',';
        }

        PaddingField.CopyTo(padded, opening.Length + separator);
        padded[^2] = (byte)'"';
        padded[^1] = (byte)'}';
        return padded;
    }

    /// <summary>The size that <see cref="Create"/> gives.</summary>
    public static long LengthOf(IReadOnlyDictionary<string, string> fields, long bytes) => Math.Max(bytes, WithoutPadding(fields).Length);

    private static byte[] WithoutPadding(IReadOnlyDictionary<string, string> fields)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Plain))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in fields)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
