using System.Collections.Frozen;

namespace Gateway.Lab.Scoring;

/// <summary>How well causes and kinds were recognised, over errors whose cause is in the catalogue.</summary>
internal sealed record NamingFigures
{
    /// <summary>Mistaking one of these for another does most harm: each asks for another action.</summary>
    private static readonly FrozenSet<string> CostlyKinds = FrozenSet.Create("Overload", "Quota", "CallerFault", "ContentPolicy");

    public required int Items { get; init; }

    /// <summary>Share whose likeliest cause is right.</summary>
    public required double TopCauseAccuracy { get; init; }

    public required double CoverageAt95 { get; init; }
    public required double CoverageAt90 { get; init; }

    /// <summary>Share that was given a name.</summary>
    public required double Named { get; init; }

    /// <summary>Share of the named ones whose name is right; null where none was named.</summary>
    public required double? NamedPrecision { get; init; }

    /// <summary>Share whose kind is right; null where the kinds of the classes are not known.</summary>
    public required double? KindAccuracy { get; init; }

    /// <summary>Coverage of kinds at 95 % precision; null where the kinds of the classes or their confidences are not known.</summary>
    public required double? KindCoverageAt95 { get; init; }

    /// <summary>Share whose kind is Overload, Quota, CallerFault or ContentPolicy and was taken for another of them.</summary>
    public required double? CostlyMistakes { get; init; }

    /// <param name="kinds">Kind by class.</param>
    public static NamingFigures Of(IReadOnlyCollection<ScoredItem> all, FrozenDictionary<string, string> kinds)
    {
        var items = all.Where(i => i.Label.InCatalogue).ToList();
        var causes = items.ConvertAll(i => (i.Assignment.Confidence, i.TopCauseIsRight));
        var named = items.Count(i => i.Named);
        var judged = items.Where(i => kinds.ContainsKey(i.Label.Class)).Select(i => (i.Assignment, Kind: kinds[i.Label.Class])).ToList();
        return new NamingFigures
        {
            Items = items.Count,
            TopCauseAccuracy = ShareOf(items.Count(i => i.TopCauseIsRight), items.Count) ?? 0,
            CoverageAt95 = Coverage.At(0.95, causes),
            CoverageAt90 = Coverage.At(0.90, causes),
            Named = ShareOf(named, items.Count) ?? 0,
            NamedPrecision = ShareOf(items.Count(i => i.NamedRightly), named),
            KindAccuracy = ShareOf(judged.Count(j => j.Assignment.Kind == j.Kind), judged.Count),
            KindCoverageAt95 = judged.TrueForAll(j => j.Assignment.KindConfidence is null)
                ? null
                : Coverage.At(0.95, judged.ConvertAll(j => (j.Assignment.KindConfidence, j.Assignment.Kind == j.Kind))),
            CostlyMistakes = ShareOf(judged.Count(j => IsCostly(j.Kind, j.Assignment.Kind)), judged.Count),
        };
    }

    private static bool IsCostly(string kind, string? given) =>
        given is not null && given != kind && CostlyKinds.Contains(kind) && CostlyKinds.Contains(given);

    private static double? ShareOf(int part, int whole) => whole == 0 ? null : (double)part / whole;
}
