using System.Collections.Immutable;
using Gateway.Lab.Load;
using Gateway.Lab.Scenarios;

namespace Gateway.Lab.Figures;

/// <summary>What became of the doomed requests that count: sent from one second after mitigation to the fault's end.</summary>
/// <param name="Seconds">Length of that time.</param>
internal readonly record struct Shedding(int Doomed, int Refused, int HoldOut, double Seconds)
{
    private const double SettlingMs = 1000;

    /// <summary>Share refused, allowed hold-outs left out; null where there is nothing to count.</summary>
    public double? Rate => HoldOutAllowance.RefusedShare(Doomed, Refused, HoldOut, Seconds);

    public static Shedding Of(Fault fault, MitigationTimes? times, ImmutableArray<RequestRecord> requests, double runEndMs)
    {
        if (times?.MitigatedMs is not { } mitigated)
        {
            return default;
        }

        var from = mitigated + SettlingMs;
        var to = Math.Min(fault.ToMs, runEndMs);
        ImmutableArray<RequestRecord> doomed = [.. requests.Where(r => r.AtMs >= from && r.AtMs < to && r.DoomedBy.Contains(fault.Index))];
        return new Shedding(
            doomed.Length,
            doomed.Count(r => r.Refused),
            doomed.Count(r => r.HoldOut && !r.Refused),
            Math.Max(0, (to - from) / 1000));
    }

    public static Shedding operator +(Shedding left, Shedding right) =>
        new(left.Doomed + right.Doomed, left.Refused + right.Refused, left.HoldOut + right.HoldOut, left.Seconds + right.Seconds);
}
