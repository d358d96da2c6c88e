using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Gateway.Lab.Scoring;

/// <summary>The tables that <c>score</c> prints.</summary>
internal static class ScoreReport
{
    public static string Render(
        IReadOnlyCollection<ScoredItem> items, IReadOnlyCollection<ScoredItem> open, FrozenDictionary<string, string> kinds, int confusions)
    {
        var slices = SlicesOf(items).ToList();
        var report = new StringBuilder();
        Append(report, PartitionTable(slices));
        var recognised = items.Concat(open).Any(i => i.Assignment.TopCause is not null);
        if (recognised && items.Any(i => i.Label.InCatalogue))
        {
            Append(report, NamingTable(slices, kinds));
        }

        if (recognised && OpenSetFigures.Of([.. items, .. open]) is { } openSet)
        {
            Append(report, OpenSetTable(openSet));
        }

        if (TemplateFigures.Of(items) is { } templates)
        {
            Append(report, TemplatesTable(templates));
        }

        AppendConfusions(report, "cause", Confusions.OfCauses(items).Take(confusions));
        AppendConfusions(report, "kind", Confusions.OfKinds(items, kinds).Take(confusions));
        return report.ToString();
    }

    private static IEnumerable<(string Name, IReadOnlyCollection<ScoredItem> Items)> SlicesOf(IReadOnlyCollection<ScoredItem> items)
    {
        yield return ("all", items);
        (string, Func<ScoredItem, bool>)[] parts =
        [
            ("Latin", i => i.Label is { Language: not null, IsCjk: false }),
            ("CJK", i => i.Label.IsCjk),
            ("not confusable", i => !i.Label.Confusable),
        ];
        foreach (var (name, belongs) in parts)
        {
            // A part that is nothing or everything says nothing new.
            var part = items.Where(belongs).ToList();
            if (part.Count > 0 && part.Count < items.Count)
            {
                yield return (name, part);
            }
        }
    }

    private static string PartitionTable(List<(string Name, IReadOnlyCollection<ScoredItem> Items)> slices) => TextTable.Render(
        ["clusters", "items", "classes", "k", "homog.", "compl.", "V", "ARI", "pair prec.", "pair recall", "pair F1", "false merges"],
        slices.Select(slice =>
        {
            var f = PartitionFigures.Of([.. slice.Items.Select(i => (i.Label.Class, i.Assignment.Cluster))]);
            return new[]
            {
                slice.Name, Whole(f.Items), Whole(f.Classes), Whole(f.Clusters), Share(f.Homogeneity), Share(f.Completeness), Share(f.V),
                Share(f.AdjustedRand), Share(f.PairPrecision), Share(f.PairRecall), Share(f.PairF1), Share(f.FalseMerges),
            };
        }));

    private static string NamingTable(
        List<(string Name, IReadOnlyCollection<ScoredItem> Items)> slices, FrozenDictionary<string, string> kinds) => TextTable.Render(
        ["causes", "items", "top cause", "cov. at 95 %", "cov. at 90 %", "named", "right", "kind", "kind cov. at 95 %", "costly"],
        slices.Select(slice =>
        {
            var f = NamingFigures.Of(slice.Items, kinds);
            return new[]
            {
                slice.Name, Whole(f.Items), Share(f.TopCauseAccuracy), Share(f.CoverageAt95), Share(f.CoverageAt90), Share(f.Named),
                Share(f.NamedPrecision), Share(f.KindAccuracy), Share(f.KindCoverageAt95), Share(f.CostlyMistakes),
            };
        }));

    private static string OpenSetTable(OpenSetFigures f) => TextTable.Render(
        ["open set", "known", "strangers", "strangers named", "named rightly", "at 2 %", "at 5 %", "at 10 %"],
        [["all", Whole(f.Known), Whole(f.Strangers), Share(f.StrangersNamed), Share(f.NamedRightly),
            Share(f.ByConfidence?.At2), Share(f.ByConfidence?.At5), Share(f.ByConfidence?.At10)]]);

    private static string TemplatesTable(TemplateFigures f) => TextTable.Render(
        ["templates", "count", "fingerprints / templates", "clusters / templates", "fingerprints of one", "clusters of one"],
        [["all", Whole(f.Templates), Share(f.FingerprintRatio), Share(f.ClusterRatio), Share(f.FingerprintSpread),
            Share(f.ClusterSpread)]]);

    private static void AppendConfusions(StringBuilder report, string what, IEnumerable<(string Truth, string Taken, int Count)> confusions)
    {
        var rows = confusions.Select(c => new[] { c.Truth, c.Taken, Whole(c.Count) }).ToList();
        if (rows.Count > 0)
        {
            Append(report, TextTable.Render([what, "taken for", "times"], rows));
        }
    }

    private static void Append(StringBuilder report, string table) =>
        report.Append(report.Length == 0 ? "" : "\n").Append(table).Append('\n');

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Share(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-";
}
