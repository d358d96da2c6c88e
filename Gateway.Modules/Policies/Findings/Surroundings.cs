using Gateway.Modules.Policies.Outcomes;
using Gateway.Modules.Shared.Statistics;

namespace Gateway.Modules.Policies.Findings;

/// <summary>
/// Whether a scope fails otherwise than what lies around it: a fragment of a fault that strikes at random fails now and then ten times in a
/// row, and thousands of fragments are looked at. For each test left out, the rest of that wider scope, without what is covered, must make
/// the scope's outcomes unlikely: with q its share of failures the chance of so many is at most e^(-n KL(p, q)) (Chernoff 1952), which may
/// be <see cref="MostChance"/>.
/// </summary>
internal static class Surroundings
{
    private const double MostChance = 1e-6;
    private const int LeastOutcomes = 5;

    /// <summary>So many outcomes around say what is usual; fewer are looked for further back.</summary>
    private const int Enough = 20;

    /// <summary>A rest without one failure is not infinitely better.</summary>
    private const double Floor = 0.01;

    /// <summary>Further back may lie what was before the fault.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(5);

    public static bool Differ(Candidate candidate, in ScopeCount count, EvidenceGrid grid, RowSet covered, int window)
    {
        for (var rest = candidate.Mask; rest != 0; rest &= rest - 1)
        {
            var test = rest & (~rest + 1);
            var (wider, back) = (grid.RowsOf(candidate.Mask & ~test), window);
            var around = grid.CountAround(wider, candidate.Rows, covered, grid.RowsIn(back));
            while (around.Total < Enough && back < grid.Windows.Length - 1 && grid.Windows[back] < Lately)
            {
                around = grid.CountAround(wider, candidate.Rows, covered, grid.RowsIn(++back));
            }

            if (around.Total >= LeastOutcomes && !Differ(count, around.FailureShare))
            {
                return false;
            }
        }

        return true;
    }

    /// <param name="usual">Share of failures in what lies around.</param>
    public static bool Differ(in ScopeCount count, double usual)
    {
        var (share, q) = (count.FailureShare, Math.Clamp(usual, Floor, 1 - Floor));
        return share > q && count.EffectiveTotal * Divergence.Of(share, q) >= -Math.Log(MostChance);
    }
}
