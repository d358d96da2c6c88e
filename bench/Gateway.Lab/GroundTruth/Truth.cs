using System.Collections.Immutable;
using System.Globalization;
using Gateway.Lab.Scenarios;

namespace Gateway.Lab.GroundTruth;

/// <summary>What would become of a request if it were forwarded.</summary>
internal enum RequestClass
{
    Healthy,
    Doomed,

    /// <summary>Doomed by noise alone.</summary>
    Noise,

    /// <summary>Covered by a capacity limit in force: it depends on the others.</summary>
    Contested,

    /// <summary>In the scope of a fault or under a capacity limit that is just over: nobody can know that at once.</summary>
    Recovering,

    /// <summary>Struck by a fault that only delays: it gets its good answer, late.</summary>
    Slow,
}

/// <param name="DoomedBy">Indices of the live faults that doom it, noise left out.</param>
/// <param name="Matches">Indices of the faults whose <c>when</c> it matches at some destination, at whatever time.</param>
/// <param name="Capacity">Index of the capacity limit that covers it or has just been lifted from it, -1 for none.</param>
internal readonly record struct Verdict(RequestClass Class, ImmutableArray<int> DoomedBy, ImmutableArray<int> Matches, int Capacity);

/// <summary>
/// The one rule that says which requests fail. The generator judges its own requests by it, the upstream acts by it, and
/// neither tells the other. Time is the moment at which the generator decided to send, in milliseconds of the run.
/// </summary>
internal sealed class Truth(Scenario scenario, int seed)
{
    private const double RecoveringMs = 10_000;

    /// <summary>Tells the draw of a healthy answer from the coins of the faults and from all else that is drawn for a request.</summary>
    private const int HealthyAnswerSubject = -3;

    /// <summary>The status with which a request of this item is answered where nothing strikes it.</summary>
    public int HealthyStatus(TrafficItem item, long requestId) =>
        item.Answers is null
            ? 200 : int.Parse(item.Answers.At(Coin.Toss(seed, HealthyAnswerSubject, requestId)), CultureInfo.InvariantCulture);

    /// <summary>The fault that fails this request at this destination; the first in the file where there are several.</summary>
    public Fault? StrikingAt(RequestFacts facts, int destination, long requestId, double atMs) =>
        FirstAt(facts, destination, requestId, atMs, delaying: false);

    /// <summary>The fault that makes this request wait at this destination, whatever else becomes of it.</summary>
    public Fault? DelayingAt(RequestFacts facts, int destination, long requestId, double atMs) =>
        FirstAt(facts, destination, requestId, atMs, delaying: true);

    private Fault? FirstAt(RequestFacts facts, int destination, long requestId, double atMs, bool delaying)
    {
        foreach (var fault in scenario.Faults)
        {
            if (fault.OnlyDelays == delaying
                && fault.IsLive(atMs)
                && fault.When.Covers(facts, destination)
                && Coin.Falls(seed, fault, requestId))
            {
                return fault;
            }
        }

        return null;
    }

    public CapacityLimit? LimitFor(RequestFacts facts, double atMs)
    {
        foreach (var limit in scenario.Capacity)
        {
            if (limit.Covers(facts, atMs))
            {
                return limit;
            }
        }

        return null;
    }

    public Verdict Judge(RequestFacts facts, long requestId, double atMs)
    {
        ImmutableArray<Fault> matching = [.. scenario.Faults.Where(f => f.When.CoversSomewhere(facts))];
        ImmutableArray<Fault> striking =
            [.. matching.Where(f => f.IsLive(atMs) && !f.When.NamesDestination && Coin.Falls(seed, f, requestId))];
        var limit = LimitFor(facts, atMs);
        var lifted = limit is null ? scenario.Capacity.FirstOrDefault(l => l.HasCovered(facts) && IsJustOver(l.ToMs, atMs)) : null;
        return new Verdict(
            ClassOf(matching, striking, limit, lifted, atMs),
            [.. striking.Where(f => f is { IsNoise: false, OnlyDelays: false }).Select(f => f.Index)],
            [.. matching.Select(f => f.Index)],
            (limit ?? lifted)?.Index ?? -1);
    }

    private static bool IsJustOver(double toMs, double atMs) => toMs <= atMs && atMs - toMs <= RecoveringMs;

    private static RequestClass ClassOf(
        ImmutableArray<Fault> matching, ImmutableArray<Fault> striking, CapacityLimit? limit, CapacityLimit? lifted, double atMs)
    {
        if (striking.Any(f => !f.OnlyDelays))
        {
            return striking.All(f => f.OnlyDelays || f.IsNoise) ? RequestClass.Noise : RequestClass.Doomed;
        }

        if (limit is not null)
        {
            return RequestClass.Contested;
        }

        if (!striking.IsEmpty)
        {
            return RequestClass.Slow;
        }

        // Noise goes on all the time and hides nothing: what it lets pass may well be in the place of a fault that is over.
        var recovering = lifted is not null || matching.Any(f => !f.When.NamesDestination && IsJustOver(f.ToMs, atMs));
        return recovering && !matching.Any(f => f.IsLive(atMs) && !f.IsNoise) ? RequestClass.Recovering : RequestClass.Healthy;
    }
}
