using System.Collections.Immutable;
using Gateway.Lab.GroundTruth;
using Gateway.Lab.Load;
using Gateway.Lab.Scenarios;

namespace Gateway.Lab.Figures;

/// <summary>
/// How long refusing went on after a fault or a bottleneck: from its end to the first moment from which, over the next second, fewer than 1
/// % of the requests in its scope are refused. Requests that another fault dooms do not count.
/// </summary>
internal static class Recovery
{
    private const double MostRefused = 0.01;

    /// <summary>Whether the fault ends early enough in the run for its recovery to be seen at all.</summary>
    public static bool Applies(Fault fault, double runEndMs) => !fault.IsNoise && fault.ToMs < runEndMs;

    /// <summary>Whether there is, besides, anything to recover: a tenant that goes with its fault leaves nobody to be refused.</summary>
    public static bool Applies(Fault fault, ImmutableArray<RequestRecord> requests, double runEndMs) =>
        Applies(fault, runEndMs) && requests.Any(r => r.AtMs >= fault.ToMs && IsInScope(fault, r));

    /// <summary>Whether the bottleneck is lifted early enough in the run.</summary>
    public static bool Applies(CapacityLimit limit, double runEndMs) => limit.ToMs < runEndMs;

    /// <summary>Milliseconds; null for not within the run.</summary>
    public static double? TimeOf(Fault fault, ImmutableArray<RequestRecord> requests, double runEndMs) =>
        TimeOf(requests.Where(r => IsInScope(fault, r)), fault.ToMs, runEndMs);

    /// <summary>The same for a bottleneck.</summary>
    public static double? TimeOf(CapacityLimit limit, ImmutableArray<RequestRecord> requests, double runEndMs) =>
        TimeOf(requests.Where(r => r.Class == RequestClass.Recovering && r.Capacity == limit.Index), limit.ToMs, runEndMs);

    private static double? TimeOf(IEnumerable<RequestRecord> scope, double fromMs, double runEndMs)
    {
        var window = new SlidingWindow(scope, r => r.Refused, _ => false);
        return window.FirstMoment(fromMs, runEndMs, t => t.All > 0 && t.First < MostRefused * t.All) - fromMs;
    }

    private static bool IsInScope(Fault fault, RequestRecord request) =>
        request.Matches.Contains(fault.Index) && request.Class != RequestClass.Doomed;
}
