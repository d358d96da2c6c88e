using System.Collections.Immutable;
using Gateway.Modules.Proxy.Gate.Lookup;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Proxy.Gate.Snapshots;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Proxy.Gate;

/// <summary>
/// Decides whether a request is forwarded. Runs on the request's thread: reads one snapshot once, takes no lock and allocates
/// nothing unless a policy matches.
/// </summary>
internal sealed class PolicyGate : IDisposable
{
    private readonly PolicySnapshotSource _snapshots;
    private readonly IKillSwitch _killSwitch;
    private readonly TrafficCounters _traffic;
    private readonly GateMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly IDisposable? _subscription;
    private volatile bool _enforced;

    public PolicyGate(
        PolicySnapshotSource snapshots,
        IKillSwitch killSwitch,
        TrafficCounters traffic,
        GateMetrics metrics,
        TimeProvider time,
        IOptionsMonitor<PoliciesOptions> options)
    {
        _snapshots = snapshots;
        _killSwitch = killSwitch;
        _traffic = traffic;
        _metrics = metrics;
        _time = time;
        _enforced = options.CurrentValue.Mode == PolicyMode.Enforce;
        _subscription = options.OnChange(o => _enforced = o.Mode == PolicyMode.Enforce);
    }

    public GateDecision Decide(in RequestFacts facts) => Decide(in facts, []);

    /// <summary>
    /// Decides where a refusal may be avoided: what a policy would refuse goes to the first fallback whose own policies let it in. Not
    /// where the fault lies in the request: no other upstream makes it good.
    /// </summary>
    /// <param name="fallbacks">Upstreams that may take the request, in order.</param>
    public GateDecision Decide(in RequestFacts facts, ImmutableArray<string> fallbacks)
    {
        var snapshot = _snapshots.Current;
        if (snapshot.Policies.IsEmpty)
        {
            _traffic.CountAllowed();
            return new GateDecision { SnapshotRevision = snapshot.Revision };
        }

        var deliberation = Deliberate(snapshot, in facts, meantFor: null, refusedBy: null);
        if (deliberation.Refused && !deliberation.Policy!.IsAboutCallersFault)
        {
            foreach (var fallback in fallbacks)
            {
                if (DecideAt(snapshot, in facts, fallback, deliberation.Policy) is { Refused: false } there)
                {
                    deliberation.Policy.State.CountRerouted();
                    _traffic.CountRerouted();
                    return there.Policy is not null ? there : there with { Policy = deliberation.Policy, Role = PolicyRole.Rerouted };
                }
            }
        }

        Count(deliberation);
        return deliberation.Conclude(snapshot.Revision);
    }

    /// <summary>Whether a fallback's policies let a request in that has failed where it was meant for. Counts it nowhere else.</summary>
    public GateDecision DecideAt(in RequestFacts facts, string fallback) => DecideAt(_snapshots.Current, in facts, fallback, null);

    public void Dispose() => _subscription?.Dispose();

    private GateDecision DecideAt(PolicySnapshot snapshot, in RequestFacts facts, string fallback, LivePolicy? refusedBy)
    {
        var there = Deliberate(snapshot, facts with { Upstream = fallback }, meantFor: facts.Upstream, refusedBy);
        if (!there.Refused && there.CountHoldOuts())
        {
            _traffic.CountHoldOut();
        }

        return there.Conclude(snapshot.Revision) with { Fallback = fallback };
    }

    private Deliberation Deliberate(PolicySnapshot snapshot, in RequestFacts facts, string? meantFor, LivePolicy? refusedBy)
    {
        var now = _time.GetTimestamp();
        var enforced = _enforced && !_killSwitch.IsOn;
        var scratch = default(MatchScratch);
        var deliberation = default(Deliberation);
        var matches = new MatchingPolicies(snapshot, facts, ref scratch, stackalloc ulong[MatchingPolicies.OnStack]);
        while (matches.MoveNext(facts, ref scratch) is { } policy)
        {
            if (policy.Policy.Mode != PolicyMode.Disabled
                && !policy.IsExpired(now)
                && (meantFor is null || (policy != refusedBy && policy.CountsAtFallback(facts with { Upstream = meantFor }))))
            {
                policy.State.CountMatched();
                Ask(policy, enforced, facts.VoterOf(ref scratch), ref deliberation);
            }
        }

        matches.Dispose();
        return deliberation;
    }

    private void Ask(LivePolicy policy, bool enforced, ulong voter, ref Deliberation deliberation)
    {
        // Refused already: asking on would spend a hold-out or a token of this policy on a request that is never sent.
        if (deliberation.IsSettled || policy.State.Ask(voter) is not { } answer)
        {
            return;
        }

        if (answer.Permit is { } permit)
        {
            deliberation.Admit(policy, permit, answer.State);
        }
        else if (enforced && policy.Policy.Mode == PolicyMode.Enforce)
        {
            deliberation.Refuse(policy, answer);
        }
        else
        {
            // Where only the gateway as a whole keeps from refusing, all goes on as if it had been refused: the count is exact.
            deliberation.RefuseInShadow(policy, answer.State, settles: policy.Policy.Mode == PolicyMode.Enforce);
            policy.State.CountShadowRefused();
            _metrics.ShadowRefused(policy.Policy, answer.State);
        }
    }

    private void Count(in Deliberation deliberation)
    {
        if (deliberation.Refused)
        {
            deliberation.Policy!.State.CountRefused();
            _metrics.Refused(deliberation.Policy.Policy, deliberation.State);
            _traffic.CountRefused(byLimit: deliberation.RefusedByLimit);
            return;
        }

        _traffic.CountAllowed();
        if (deliberation.CountHoldOuts())
        {
            _traffic.CountHoldOut();
        }
    }
}
