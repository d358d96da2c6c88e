using System.Runtime.InteropServices;

namespace Gateway.Modules.Clustering.Files;

/// <summary>Numbers in a learned file, little-endian: halves for what is dense, bytes with a scale a row for what is large.</summary>
internal static class ModelBytes
{
    private const int MaxLength = 16_000_000;

    public static void WriteHalves(BinaryWriter writer, ReadOnlySpan<float> values)
    {
        writer.Write(values.Length);
        foreach (var value in values)
        {
            writer.Write((Half)value);
        }
    }

    public static float[] ReadHalves(BinaryReader reader)
    {
        var values = new float[ReadLength(reader)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)reader.ReadHalf();
        }

        return values;
    }

    /// <summary>Each row of <paramref name="width"/> values is scaled to a signed byte.</summary>
    public static void WriteScaled(BinaryWriter writer, ReadOnlySpan<float> values, int width)
    {
        writer.Write(values.Length);
        writer.Write(width);
        for (var start = 0; start < values.Length; start += width)
        {
            var row = values.Slice(start, width);
            var scale = 0f;
            foreach (var value in row)
            {
                scale = Math.Max(scale, Math.Abs(value));
            }

            scale = Math.Max(scale / 127f, 1e-12f);
            writer.Write(scale);
            foreach (var value in row)
            {
                writer.Write((sbyte)MathF.Round(value / scale));
            }
        }
    }

    public static float[] ReadScaled(BinaryReader reader)
    {
        var values = new float[ReadLength(reader)];
        var width = reader.ReadInt32();
        if (width < 1 || values.Length % width != 0)
        {
            throw new InvalidDataException("rows do not fill the table");
        }

        var row = new byte[width];
        for (var start = 0; start < values.Length; start += width)
        {
            var scale = reader.ReadSingle();
            reader.BaseStream.ReadExactly(row);
            for (var i = 0; i < width; i++)
            {
                values[start + i] = scale * (sbyte)row[i];
            }
        }

        return values;
    }

    public static void WriteInts(BinaryWriter writer, ReadOnlySpan<int> values)
    {
        writer.Write(values.Length);
        foreach (var value in values)
        {
            writer.Write(value);
        }
    }

    public static int[] ReadInts(BinaryReader reader)
    {
        var values = new int[ReadLength(reader)];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    public static int ReadLength(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        return length is >= 0 and <= MaxLength ? length : throw new InvalidDataException("a length is out of range");
    }
}
