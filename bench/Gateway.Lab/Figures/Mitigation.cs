using System.Collections.Immutable;
using Gateway.Lab.Load;
using Gateway.Lab.Scenarios;

namespace Gateway.Lab.Figures;

/// <param name="FirstFailureMs">The first failing answer; the fault's start where no doomed request was let through.</param>
/// <param name="MitigatedMs">The moment from which the fault is under control; null for never.</param>
internal readonly record struct MitigationTimes(double FirstFailureMs, double? MitigatedMs)
{
    public double? TimeToMitigateMs => MitigatedMs - FirstFailureMs;
}

/// <summary>
/// When a fault came under control: the first moment from which, over the next second, at least 90 % of the requests that it dooms
/// are refused or answered well by a fallback, allowed hold-outs left out. For a fault of one destination: from which fewer than 3 % of the
/// upstream's requests fail, or are slow where it only delays.
/// </summary>
internal static class Mitigation
{
    private const double LeastRefused = 0.9;
    private const double MostFailing = 0.03;

    /// <summary>Null where the fault is noise, struck nothing or only delays what no other destination could have served.</summary>
    public static MitigationTimes? Of(Fault fault, ImmutableArray<RequestRecord> requests, double runEndMs)
    {
        if (fault.IsNoise || (fault.OnlyDelays && !fault.When.NamesDestination))
        {
            return null;
        }

        var endMs = Math.Min(fault.ToMs, runEndMs);
        return fault.When.NamesDestination ? OfDestination(fault, requests, endMs) : OfScope(fault, requests, endMs);
    }

    private static MitigationTimes? OfScope(Fault fault, ImmutableArray<RequestRecord> requests, double endMs)
    {
        ImmutableArray<RequestRecord> doomed = [.. requests.Where(r => r.DoomedBy.Contains(fault.Index))];
        if (doomed.IsEmpty)
        {
            return null;
        }

        var first = FirstDone(doomed.Where(r => r.Failed)) ?? fault.FromMs;
        var window = new SlidingWindow(doomed, r => r.Spared, r => r.HoldOut && !r.Spared);
        return new MitigationTimes(first, window.FirstMoment(first, endMs, t =>
            HoldOutAllowance.RefusedShare(t.All, t.First, t.Second, SlidingWindow.LengthMs / 1000) >= LeastRefused));
    }

    /// <summary>Refused requests are left out: refusing everybody is no cure for one bad replica.</summary>
    private static MitigationTimes? OfDestination(Fault fault, ImmutableArray<RequestRecord> requests, double endMs)
    {
        Func<RequestRecord, bool> isStruck = fault.OnlyDelays ? r => SlowAnswers.IsSlowedBy(fault, r) : r => r.Failed;
        var covered = requests.Where(r => r.Matches.Contains(fault.Index) && fault.IsLive(r.AtMs));
        if (FirstDone(covered.Where(isStruck)) is not { } first)
        {
            return null;
        }

        var upstreams = requests.Where(r => r.Matches.Contains(fault.Index)).Select(r => r.Upstream).ToHashSet();
        var admitted = requests.Where(r => upstreams.Contains(r.Upstream) && !r.Refused);
        var window = new SlidingWindow(admitted, isStruck, _ => false);
        return new MitigationTimes(first, window.FirstMoment(first, endMs, t => t.All > 0 && t.First < MostFailing * t.All));
    }

    private static double? FirstDone(IEnumerable<RequestRecord> requests) => requests.Select(r => (double?)r.DoneMs).Min();
}
