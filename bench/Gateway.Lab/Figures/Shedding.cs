using System.Collections.Immutable;
using Gateway.Lab.Load;
using Gateway.Lab.Scenarios;

namespace Gateway.Lab.Figures;

/// <summary>What became of the doomed requests that count: sent from one second after mitigation to the fault's end.</summary>
/// <param name="Spared">Refused, or answered well by a fallback.</param>
/// <param name="Seconds">Length of that time.</param>
internal readonly record struct Shedding(int Doomed, int Spared, int HoldOut, double Seconds)
{
    private const double SettlingMs = 1000;

    /// <summary>Share spared, allowed hold-outs left out; null where there is nothing to count.</summary>
    public double? Rate => HoldOutAllowance.RefusedShare(Doomed, Spared, HoldOut, Seconds);

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
            doomed.Count(r => r.Spared),
            doomed.Count(r => r.HoldOut && !r.Spared),
            Math.Max(0, (to - from) / 1000));
    }

    public static Shedding operator +(Shedding left, Shedding right) =>
        new(left.Doomed + right.Doomed, left.Spared + right.Spared, left.HoldOut + right.HoldOut, left.Seconds + right.Seconds);
}
