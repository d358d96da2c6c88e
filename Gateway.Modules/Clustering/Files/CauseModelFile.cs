using System.Runtime.InteropServices;
using Gateway.Modules.Clustering.Causes;
using Gateway.Modules.Clustering.Grams;

namespace Gateway.Modules.Clustering.Files;

/// <summary>
/// <c>causes.bin</c>: a <see cref="CauseModel"/> without its transforms, which are files of their own. Little-endian; weights as signed
/// bytes with a scale per row, so that the file stays at a few megabytes.
/// </summary>
internal static class CauseModelFile
{
    private const uint Magic = 0x3343_414C;

    public static byte[] Write(CauseModel model)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        var causes = model.Causes.Length;
        writer.Write(Magic);
        writer.Write(causes);
        foreach (var cause in model.Causes)
        {
            writer.Write(cause);
        }

        writer.Write(model.Grams.Keys.Length);
        writer.Write(MemoryMarshal.AsBytes(model.Grams.Keys.AsSpan()));
        ModelBytes.WriteHalves(writer, model.Grams.Idf);
        WriteModel(writer, model.GramModel);
        WriteGramWordings(writer, model.GramWordings);
        WriteExplainedWords(writer, model.ExplainedWords);
        writer.Write(model.Spaces.Length);
        foreach (var space in model.Spaces)
        {
            writer.Write(space.Transform.Space);
            WriteModel(writer, space.Model);
            ModelBytes.WriteScaled(writer, space.Wordings, space.Transform.Dimension);
            ModelBytes.WriteInts(writer, space.Starts);
        }

        foreach (var value in (float[])[.. model.Mix, model.NameThreshold, .. model.Sure.Weights, model.Sure.Bias, .. model.Known.Weights,
            model.Known.Bias])
        {
            writer.Write(value);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Throws <see cref="InvalidDataException"/> or <see cref="IOException"/> on bytes that are no such model.</summary>
    /// <param name="transforms">The adapters the model was trained with.</param>
    public static CauseModel Read(byte[] bytes, IReadOnlyList<SpaceTransform> transforms)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        if (reader.ReadUInt32() != Magic)
        {
            throw new InvalidDataException("not a file of causes, or of another version");
        }

        var causes = new string[ModelBytes.ReadLength(reader)];
        for (var i = 0; i < causes.Length; i++)
        {
            causes[i] = reader.ReadString();
        }

        var keys = new ulong[ModelBytes.ReadLength(reader)];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(keys.AsSpan()));
        var model = new CauseModel
        {
            Causes = causes,
            Grams = new GramTable(keys, ModelBytes.ReadHalves(reader)),
            GramModel = ReadModel(reader, causes.Length, keys.Length),
            GramWordings = ReadGramWordings(reader, causes.Length, keys.Length),
            ExplainedWords = ReadExplainedWords(reader, causes.Length, keys.Length),
            Spaces = ReadSpaces(reader, causes.Length, transforms),
            Mix = ReadSingles(reader, 4),
            NameThreshold = reader.ReadSingle(),
            Sure = ReadHead(reader),
            Known = ReadHead(reader),
        };
        return model.Grams.Idf.Length == keys.Length && causes.Length > 1
            ? model
            : throw new InvalidDataException("the parts do not fit each other");
    }

    private static void WriteModel(BinaryWriter writer, LinearModel model)
    {
        ModelBytes.WriteScaled(writer, model.Weights, model.Causes);
        ModelBytes.WriteHalves(writer, model.Bias);
    }

    private static LinearModel ReadModel(BinaryReader reader, int causes, int features)
    {
        var weights = ModelBytes.ReadScaled(reader);
        var bias = ModelBytes.ReadHalves(reader);
        return weights.Length == causes * features && bias.Length == causes
            ? new LinearModel(causes, weights, bias)
            : throw new InvalidDataException("the weights do not fit the causes");
    }

    private static void WriteGramWordings(BinaryWriter writer, GramWordings wordings)
    {
        ModelBytes.WriteInts(writer, wordings.Starts);
        ModelBytes.WriteInts(writer, wordings.Bounds);
        for (var i = 0; i < wordings.Rows.Length; i++)
        {
            writer.Write(checked((ushort)wordings.Rows[i]));
            writer.Write((byte)MathF.Round(wordings.Values[i] * 255));
        }

        foreach (var status in wordings.Statuses)
        {
            writer.Write(checked((ushort)status));
        }
    }

    private static GramWordings ReadGramWordings(BinaryReader reader, int causes, int grams)
    {
        var starts = ModelBytes.ReadInts(reader);
        var bounds = ModelBytes.ReadInts(reader);
        Check(starts, causes, bounds.Length - 1);
        Check(bounds, bounds.Length - 1, bounds[^1]);
        var rows = new int[bounds[^1]];
        var values = new float[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = reader.ReadUInt16();
            values[i] = reader.ReadByte() / 255f;
        }

        var statuses = ReadShorts(reader, bounds.Length - 1);
        return rows.Length == 0 || rows.Max() < grams
            ? new GramWordings(grams, rows, values, bounds, starts, statuses)
            : throw new InvalidDataException("a gram is out of range");
    }

    private static void WriteExplainedWords(BinaryWriter writer, ExplainedWords words)
    {
        ModelBytes.WriteInts(writer, words.Starts);
        foreach (var row in words.Rows)
        {
            writer.Write(checked((ushort)row));
        }
    }

    private static ExplainedWords ReadExplainedWords(BinaryReader reader, int causes, int grams)
    {
        var starts = ModelBytes.ReadInts(reader);
        Check(starts, causes, starts.Length == 0 ? 0 : starts[^1]);
        var rows = ReadShorts(reader, starts[^1]);
        return rows.Length == 0 || rows.Max() < grams
            ? new ExplainedWords(rows, starts) : throw new InvalidDataException("a word is out of range");
    }

    private static int[] ReadShorts(BinaryReader reader, int count)
    {
        if (count > reader.BaseStream.Length / sizeof(ushort))
        {
            throw new InvalidDataException("a length is out of range");
        }

        var rows = new int[count];
        for (var i = 0; i < count; i++)
        {
            rows[i] = reader.ReadUInt16();
        }

        return rows;
    }

    private static CauseSpace[] ReadSpaces(BinaryReader reader, int causes, IReadOnlyList<SpaceTransform> transforms)
    {
        var spaces = new CauseSpace[ModelBytes.ReadLength(reader)];
        for (var i = 0; i < spaces.Length; i++)
        {
            var name = reader.ReadString();
            var transform = transforms.FirstOrDefault(candidate => candidate.Space == name)
                ?? throw new InvalidDataException($"the adapter for {name} is missing");
            var model = ReadModel(reader, causes, transform.Dimension);
            var wordings = ModelBytes.ReadScaled(reader);
            var starts = ModelBytes.ReadInts(reader);
            Check(starts, causes, wordings.Length / transform.Dimension);
            spaces[i] = new CauseSpace(transform, model, wordings, starts);
        }

        return spaces;
    }

    /// <summary>Bounds must begin at zero, never fall, and end at the number of what they bound.</summary>
    private static void Check(int[] bounds, int parts, int end)
    {
        var isOrdered = bounds.Length == parts + 1 && bounds.Length > 0 && bounds[0] == 0 && bounds[^1] == end;
        for (var i = 1; isOrdered && i < bounds.Length; i++)
        {
            isOrdered = bounds[i] >= bounds[i - 1];
        }

        if (!isOrdered)
        {
            throw new InvalidDataException("bounds are out of order");
        }
    }

    private static LogisticHead ReadHead(BinaryReader reader) => new(ReadSingles(reader, CauseSignals.Count), reader.ReadSingle());

    private static float[] ReadSingles(BinaryReader reader, int count)
    {
        var values = new float[count];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
