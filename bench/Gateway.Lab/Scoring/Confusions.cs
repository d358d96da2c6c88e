using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gateway.Lab.Scoring;

/// <summary>What was taken for what, most frequent first.</summary>
internal static class Confusions
{
    public static ImmutableArray<(string Truth, string Taken, int Count)> OfCauses(IEnumerable<ScoredItem> items) =>
        Rank(items.Where(i => i.Label.InCatalogue).Select(i => (i.Label.Class, i.Assignment.TopCause)));

    public static ImmutableArray<(string Truth, string Taken, int Count)> OfKinds(
        IEnumerable<ScoredItem> items, FrozenDictionary<string, string> kinds) =>
        Rank(items.Where(i => kinds.ContainsKey(i.Label.Class)).Select(i => (kinds[i.Label.Class], i.Assignment.Kind)));

    private static ImmutableArray<(string Truth, string Taken, int Count)> Rank(IEnumerable<(string Truth, string? Taken)> pairs) =>
    [
        .. pairs.Where(p => p.Taken is not null && p.Taken != p.Truth)
            .CountBy(p => p)
            .OrderByDescending(p => p.Value).ThenBy(p => p.Key.Truth, StringComparer.Ordinal)
            .ThenBy(p => p.Key.Taken, StringComparer.Ordinal)
            .Select(p => (p.Key.Truth, p.Key.Taken!, p.Value)),
    ];
}
