using System.Collections.Immutable;
using Gateway.Lab.GroundTruth;
using Gateway.Lab.Load;
using Gateway.Lab.Scenarios;

namespace Gateway.Lab.Figures;

/// <summary>
/// How long refusing went on after a fault: from its end to the first moment from which, over the next second, fewer than 1 % of the
/// requests in its scope are refused. Requests that another fault dooms do not count.
/// </summary>
internal static class Recovery
{
    private const double MostRefused = 0.01;

    /// <summary>Whether the fault ends early enough in the run for its recovery to be seen at all.</summary>
    public static bool Applies(Fault fault, double runEndMs) => !fault.IsNoise && fault.ToMs < runEndMs;

    /// <summary>Whether there is, besides, anything to recover: a tenant that goes with its fault leaves nobody to be refused.</summary>
    public static bool Applies(Fault fault, ImmutableArray<RequestRecord> requests, double runEndMs) =>
        Applies(fault, runEndMs) && requests.Any(r => r.AtMs >= fault.ToMs && IsInScope(fault, r));

    /// <summary>Milliseconds; null for not within the run.</summary>
    public static double? TimeOf(Fault fault, ImmutableArray<RequestRecord> requests, double runEndMs)
    {
        var scope = requests.Where(r => IsInScope(fault, r));
        var window = new SlidingWindow(scope, r => r.Refused, _ => false);
        return window.FirstMoment(fault.ToMs, runEndMs, t => t.All > 0 && t.First < MostRefused * t.All) - fault.ToMs;
    }

    private static bool IsInScope(Fault fault, RequestRecord request) =>
        request.Matches.Contains(fault.Index) && request.Class != RequestClass.Doomed;
}
