namespace Gateway.Lab.Scoring;

/// <summary>
/// How much can be named by confidence alone. A threshold names everything at least as confident, so equal confidences stand or fall
/// together; what has no confidence is never named.
/// </summary>
internal static class Coverage
{
    /// <summary>
    /// Coverage at a precision: the largest share of all items that a threshold can name while at least <paramref name="precision"/> of
    /// the named ones are right.
    /// </summary>
    public static double At(double precision, IReadOnlyCollection<(double? Confidence, bool Right)> items)
    {
        var (named, right, best) = (0, 0, 0);
        foreach (var equals in MostConfidentFirst(items))
        {
            named += equals.Count();
            right += equals.Count(i => i.Right);
            best = IsAtLeast(right, precision * named) ? named : best;
        }

        return items.Count == 0 ? 0 : (double)best / items.Count;
    }

    /// <summary>
    /// The open set: the largest share of the catalogue's own errors that a threshold names rightly while it names at most
    /// <paramref name="strangersNamed"/> of the errors whose cause is not in the catalogue.
    /// </summary>
    public static double AmongStrangers(
        double strangersNamed,
        IReadOnlyCollection<(double? Confidence, bool Right)> known,
        IReadOnlyCollection<double?> strangers)
    {
        var all = known.Select(k => (k.Confidence, k.Right, Stranger: false))
            .Concat(strangers.Select(s => (Confidence: s, Right: false, Stranger: true)));
        var (named, right) = (0, 0);
        foreach (var equals in all.Where(i => i.Confidence is not null).GroupBy(i => i.Confidence).OrderByDescending(g => g.Key))
        {
            named += equals.Count(i => i.Stranger);
            if (!IsAtLeast(strangersNamed * strangers.Count, named))
            {
                break;
            }

            right += equals.Count(i => i.Right);
        }

        return known.Count == 0 ? 0 : (double)right / known.Count;
    }

    private static IEnumerable<IGrouping<double?, (double? Confidence, bool Right)>> MostConfidentFirst(
        IEnumerable<(double? Confidence, bool Right)> items) =>
        items.Where(i => i.Confidence is not null).GroupBy(i => i.Confidence).OrderByDescending(g => g.Key);

    /// <summary>A share times a count that is whole on paper must not miss it by a rounding.</summary>
    private static bool IsAtLeast(double value, double least) => value >= least - 1e-9;
}
