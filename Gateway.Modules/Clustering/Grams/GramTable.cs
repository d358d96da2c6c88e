using System.Numerics.Tensors;

namespace Gateway.Modules.Clustering.Grams;

/// <summary>The known grams with their inverse document frequency, and texts as tf-idf vectors of unit length over them.</summary>
internal sealed class GramTable
{
    /// <summary>Weight of the status beside a text of length one: a hint, never an argument.</summary>
    private const float StatusWeight = 0.25f;

    private readonly Dictionary<ulong, int> _rows;

    public GramTable(ulong[] keys, float[] idf)
    {
        Keys = keys;
        Idf = idf;
        Rarest = idf.Length == 0 ? 0 : TensorPrimitives.Max<float>(idf);
        _rows = new Dictionary<ulong, int>(keys.Length);
        for (var row = 0; row < keys.Length; row++)
        {
            _rows.Add(keys[row], row);
        }
    }

    public ulong[] Keys { get; }

    public float[] Idf { get; }

    /// <summary>The highest inverse document frequency.</summary>
    public float Rarest { get; }

    /// <summary>-1 for a gram that the table does not know.</summary>
    public int RowOf(ulong key) => _rows.TryGetValue(key, out var row) ? row : -1;

    public GramVector Vectorise(string text, int status)
    {
        var counts = TextGrams.Count(text);
        var rows = new List<int>(counts.Count + 2);
        var values = new List<float>(counts.Count + 2);
        var unknown = 0;
        var unknownWords = 0;
        var words = 0;
        foreach (var (key, count) in counts)
        {
            words += TextGrams.IsWord(key) ? 1 : 0;
            if (_rows.TryGetValue(key, out var row))
            {
                rows.Add(row);
                values.Add((1 + MathF.Log(count)) * Idf[row]);
            }
            else
            {
                unknown++;
                unknownWords += TextGrams.IsWord(key) ? 1 : 0;
            }
        }

        var weights = values.ToArray();
        var norm = TensorPrimitives.Norm<float>(weights);
        if (norm > 0)
        {
            TensorPrimitives.Divide(weights, norm, weights);
        }

        var known = weights.Length;
        foreach (var key in (ReadOnlySpan<ulong>)[TextGrams.KeyOfStatus(status), TextGrams.KeyOfStatus(status / 100)])
        {
            if (_rows.TryGetValue(key, out var row))
            {
                rows.Add(row);
                weights = [.. weights, StatusWeight];
            }
        }

        return new GramVector([.. rows], weights, known, counts.Count == 0 ? 0 : (float)unknown / counts.Count,
            words == 0 ? 0 : (float)unknownWords / words);
    }
}

/// <param name="Words">How many of the first entries come from the text; the rest say the status.</param>
/// <param name="UnknownShare">Share of the text's grams that the table does not know.</param>
/// <param name="UnknownWordShare">The same of its words and pairs of words.</param>
internal sealed record GramVector(int[] Rows, float[] Values, int Words, float UnknownShare, float UnknownWordShare);
