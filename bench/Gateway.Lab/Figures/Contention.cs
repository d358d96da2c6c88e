using System.Collections.Immutable;
using Gateway.Lab.GroundTruth;
using Gateway.Lab.Load;
using Gateway.Lab.Scenarios;

namespace Gateway.Lab.Figures;

/// <summary>How a bottleneck fared, from 3 s after it sets in until it is lifted.</summary>
internal static class Contention
{
    private const double SettlingMs = 3000;

    /// <summary>Failed over admitted, all capacity limits together; null where nothing was admitted.</summary>
    public static double? ErrorRatio(ImmutableArray<CapacityLimit> limits, ImmutableArray<RequestRecord> requests)
    {
        ImmutableArray<RequestRecord> admitted = [.. limits.SelectMany(l => Settled(l, requests)).Where(r => !r.Refused)];
        return admitted.IsEmpty ? null : (double)admitted.Count(r => r.Failed) / admitted.Length;
    }

    /// <summary>Successes a second over what the bottleneck can serve; the worst of several.</summary>
    public static double? GoodputRatio(ImmutableArray<CapacityLimit> limits, ImmutableArray<RequestRecord> requests, double runEndMs) =>
        limits.Select(l => GoodputRatio(l, requests, runEndMs)).Min();

    private static double? GoodputRatio(CapacityLimit limit, ImmutableArray<RequestRecord> requests, double runEndMs)
    {
        var milliseconds = Math.Min(limit.ToMs, runEndMs) - limit.FromMs - SettlingMs;
        if (milliseconds <= 0)
        {
            return null;
        }

        var successes = Settled(limit, requests).Count(r => r.Fate == Fate.Succeeded);
        return successes / milliseconds / (limit.Concurrent / limit.ServiceMs);
    }

    private static IEnumerable<RequestRecord> Settled(CapacityLimit limit, ImmutableArray<RequestRecord> requests) =>
        requests.Where(r => r.Class == RequestClass.Contested && r.Capacity == limit.Index
            && r.AtMs >= limit.FromMs + SettlingMs && r.AtMs < limit.ToMs);
}
