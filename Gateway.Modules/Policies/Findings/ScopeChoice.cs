using System.Globalization;

namespace Gateway.Modules.Policies.Findings;

/// <summary>
/// The order in which scopes are tried. First what refusing is worth. Among equals the smallest footprint, since whoever is refused beside
/// the doomed is refused in vain; footprints within <see cref="SameFootprint"/> are the same, so that a test that nearly all requests pass
/// does not decorate a scope. Then the fewest tests and the better name (<see cref="TieOrder"/>).
/// <para>
/// A cut always has a footprint a little smaller than the scope without it. It must be smaller by <see cref="CutSlack"/>, and by more than
/// chance explains: where the scope's failures would all lie above the cut once in twenty times if size did not matter, it does not. A
/// round cut, as limits are, may in turn be wider by that slack. A path with folded segments has its name only since there were too many of
/// them: what came before under other names is missing in its footprint, so it comes last among equals.
/// </para>
/// </summary>
internal static class ScopeChoice
{
    private const double SameFootprint = 1.01;
    private const double CutSlack = 1.1;
    private const double Chance = 0.05;
    private const double SameScore = 1e-9;

    public static IEnumerable<Ranked> InOrder(IReadOnlyCollection<Ranked> ranked)
    {
        var equals = new List<Ranked>();
        foreach (var item in ranked.OrderByDescending(r => r.Score))
        {
            if (equals.Count > 0 && equals[0].Score - item.Score > SameScore * Math.Max(1, Math.Abs(item.Score)))
            {
                foreach (var equal in OrderEquals(equals))
                {
                    yield return equal;
                }

                equals.Clear();
            }

            equals.Add(item);
        }

        foreach (var equal in OrderEquals(equals))
        {
            yield return equal;
        }
    }

    private static IEnumerable<Ranked> OrderEquals(List<Ranked> equals)
    {
        if (equals.Count < 2)
        {
            return equals;
        }

        var least = equals.Min(EffectiveFootprint);
        return equals
            .OrderBy(r => EffectiveFootprint(r) is var footprint && footprint <= SameFootprint * least ? 0 : footprint)
            .ThenBy(r => r.Candidate.Scope, Comparer<Scope>.Create(TieOrder.Compare));
    }

    private static double EffectiveFootprint(Ranked item)
    {
        foreach (var test in item.Candidate.Scope.Tests)
        {
            if (test.Dimension == DimensionNames.Path && test.Value.Contains(DimensionNames.Folded, StringComparison.Ordinal))
            {
                return double.MaxValue;
            }

            if (test.Operator == TestOperator.AtLeast)
            {
                var chance = Math.Pow(Chance, -1 / Math.Max(1.0, item.Count.Failures));
                var round = SizeCuts.IsRound(long.Parse(test.Value, CultureInfo.InvariantCulture)) ? CutSlack : 1;
                return item.Candidate.Footprint * Math.Max(CutSlack, chance) / round;
            }
        }

        return item.Candidate.Footprint;
    }
}
