using Gateway.Modules.Clustering.Causes;

namespace Gateway.Modules.Clustering.Files;

/// <summary><c>adapter-*.bin</c>: a <see cref="SpaceTransform"/>; mean and lower triangle as half-precision numbers.</summary>
internal static class AdapterFile
{
    private const uint Magic = 0x3141_414C;

    public static byte[] Write(SpaceTransform transform)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Magic);
        writer.Write(transform.Space);
        ModelBytes.WriteHalves(writer, transform.Mean);
        ModelBytes.WriteHalves(writer, transform.Rows);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Throws <see cref="InvalidDataException"/> or <see cref="IOException"/> on bytes that are no adapter.</summary>
    public static SpaceTransform Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        if (reader.ReadUInt32() != Magic)
        {
            throw new InvalidDataException("not an adapter, or of another version");
        }

        var space = reader.ReadString();
        var mean = ModelBytes.ReadHalves(reader);
        var rows = ModelBytes.ReadHalves(reader);
        return rows.Length == mean.Length * (mean.Length + 1) / 2
            ? new SpaceTransform(space, mean, rows)
            : throw new InvalidDataException("the triangle does not fit the mean");
    }
}
