using System.Globalization;
using Gateway.Modules.Clustering.Causes;
using Gateway.Training.Items;
using Gateway.Training.Learning;

namespace Gateway.Training;

/// <summary>Figures of a model on labelled errors that it has not seen, as <c>docs/meaning.md</c> shows them.</summary>
internal static class Evaluation
{
    public static void Print(CauseModel model, IReadOnlyList<TrainingItem> items, IReadOnlyDictionary<string, string> kinds, string name)
    {
        var judged = items.Select(item => Judged.By(model, item, item.Cause < 0)).ToArray();
        Row(name, judged, model, kinds);
        Row("  Latin", [.. judged.Where(item => item.Opinion.Language == 0)], model, kinds);
        Row("  CJK", [.. judged.Where(item => item.Opinion.Language == 1)], model, kinds);
    }

    /// <summary>Share of the known items named rightly while a share of the unknown ones is named, by the gate's score.</summary>
    public static void PrintOpen(IReadOnlyList<Judged> known, IReadOnlyList<Judged> strangers, string name)
    {
        var scores = strangers.Select(item => item.Model.Known.Probability(item.Opinion.Signals.Values)).OrderDescending().ToArray();
        var cells = new List<string>();
        foreach (var share in (double[])[0.02, 0.05, 0.10])
        {
            var threshold = scores[(int)(scores.Length * share)];
            cells.Add(Share(known, item => item.IsRight && item.Model.Known.Probability(item.Opinion.Signals.Values) > threshold));
        }

        var shippedUnknown = Share(strangers,
            item => item.Model.Known.Probability(item.Opinion.Signals.Values) >= item.Model.NameThreshold);
        var shippedKnown = Share(known,
            item => item.IsRight && item.Model.Known.Probability(item.Opinion.Signals.Values) >= item.Model.NameThreshold);
        var wrong = Share(known, item => !item.IsRight
            && item.Model.Known.Probability(item.Opinion.Signals.Values) >= item.Model.NameThreshold);
        Console.WriteLine(
            $"{name}: named rightly at 2/5/10 % of the unknown: {string.Join(" / ", cells)}; at the shipped threshold {shippedKnown} "
                + $"rightly, {wrong} wrongly, unknown {shippedUnknown}");
    }

    private static string Share(IReadOnlyList<Judged> items, Func<Judged, bool> counts) =>
        ((double)items.Count(counts) / Math.Max(1, items.Count)).ToString("0.000", CultureInfo.InvariantCulture);

    private static void Row(string name, Judged[] items, CauseModel model, IReadOnlyDictionary<string, string> kinds)
    {
        var byVector = Share(items, item => IndexOfMax(item.Opinion.ByVector) == item.Item.Cause);
        var byGrams = Share(items, item => IndexOfMax(item.Opinion.ByGrams) == item.Item.Cause);
        var kind = Share(items, item => KindOf(model, item, kinds) == kinds[item.Item.Class]);
        Console.WriteLine(
            $"{name,-10} {items.Length,5}: accuracy {Share(items, item => item.IsRight)} (vector {byVector}, grams {byGrams}), coverage "
                + $"at 95 % {Coverage(items, 0.95)}, at 90 % {Coverage(items, 0.90)}, kinds {kind}");
    }

    private static int IndexOfMax(float[] values) => System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(values);

    private static string KindOf(CauseModel model, Judged item, IReadOnlyDictionary<string, string> kinds) =>
        model.Causes.Select((cause, i) => (Kind: kinds[cause], P: item.Opinion.Joint[i])).GroupBy(pair => pair.Kind)
            .MaxBy(group => group.Sum(pair => pair.P))!.Key;

    /// <summary>The largest share, most certain first, of which that precision holds.</summary>
    private static string Coverage(Judged[] items, double precision)
    {
        var right = 0;
        var best = 0;
        var ordered = items.OrderByDescending(item => item.Model.Sure.Probability(item.Opinion.Signals.Values)).ToArray();
        for (var i = 0; i < ordered.Length; i++)
        {
            right += ordered[i].IsRight ? 1 : 0;
            best = right >= precision * (i + 1) ? i + 1 : best;
        }

        return ((double)best / Math.Max(1, items.Length)).ToString("0.000", CultureInfo.InvariantCulture);
    }
}
