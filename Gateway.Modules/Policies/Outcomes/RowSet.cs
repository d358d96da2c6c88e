using System.Numerics;

namespace Gateway.Modules.Policies.Outcomes;

/// <summary>A set of rows of one <see cref="TableSnapshot"/>, a bit each.</summary>
internal sealed class RowSet(int rows)
{
    public const int RowsPerWord = 64;

    public ulong[] Words { get; } = new ulong[WordsFor(rows)];

    public static int WordsFor(int rows) => (rows + RowsPerWord - 1) / RowsPerWord;

    public void Add(int row) => Words[row / RowsPerWord] |= 1UL << (row % RowsPerWord);

    public bool Contains(int row) => (Words[row / RowsPerWord] & (1UL << (row % RowsPerWord))) != 0;

    public int Count()
    {
        var count = 0;
        foreach (var word in Words)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    public bool IsEmpty => !Words.AsSpan().ContainsAnyExcept(0UL);

    /// <summary>The bits of one word that stand for rows from <paramref name="from"/> up to, and without, <paramref name="to"/>.</summary>
    public static ulong MaskOf(int word, int from, int to)
    {
        var first = Math.Max(0, from - (word * RowsPerWord));
        var last = Math.Min(RowsPerWord, to - (word * RowsPerWord));
        return last <= first ? 0 : (ulong.MaxValue << first) & (ulong.MaxValue >> (RowsPerWord - last));
    }
}

/// <summary>The rows that pass every test of a scope: up to three sets, met word by word and never stored.</summary>
internal readonly struct ScopeRows(RowSet? first, RowSet? second, RowSet? third)
{
    public ScopeRows And(RowSet set) =>
        first is null ? new(set, null, null) : second is null ? new(first, set, null) : new(first, second, set);

    public ulong WordAt(int word)
    {
        if (first is null)
        {
            return ulong.MaxValue;
        }

        var bits = first.Words[word];
        bits &= second is null ? ulong.MaxValue : second.Words[word];
        return third is null ? bits : bits & third.Words[word];
    }

    public bool Contains(int row) =>
        (WordAt(row / RowSet.RowsPerWord) & (1UL << (row % RowSet.RowsPerWord))) != 0;
}
