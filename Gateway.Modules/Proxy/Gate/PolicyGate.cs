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

    public GateDecision Decide(in RequestFacts facts)
    {
        var snapshot = _snapshots.Current;
        if (snapshot.Policies.IsEmpty)
        {
            _traffic.CountAllowed();
            return new GateDecision { SnapshotRevision = snapshot.Revision };
        }

        var now = _time.GetTimestamp();
        var enforced = _enforced && !_killSwitch.IsOn;
        var scratch = default(MatchScratch);
        var deliberation = default(Deliberation);
        var matches = new MatchingPolicies(snapshot, facts, ref scratch, stackalloc ulong[MatchingPolicies.OnStack]);
        while (matches.MoveNext(facts, ref scratch) is { } policy)
        {
            if (policy.Policy.Mode != PolicyMode.Disabled && !policy.IsExpired(now))
            {
                policy.State.CountMatched();
                Ask(policy, enforced, facts.VoterOf(ref scratch), ref deliberation);
            }
        }

        matches.Dispose();
        Count(deliberation);
        return deliberation.Conclude(snapshot.Revision);
    }

    public void Dispose() => _subscription?.Dispose();

    private void Ask(LivePolicy policy, bool enforced, ulong voter, ref Deliberation deliberation)
    {
        // Refused already: asking on would spend a hold-out of this breaker on a request that is never sent.
        if (policy.State.Breaker is not { } breaker || deliberation.IsSettled)
        {
            return;
        }

        var decision = breaker.TryAcquire(voter);
        if (decision.Permit is not null)
        {
            deliberation.Admit(policy, decision);
        }
        else if (enforced && policy.Policy.Mode == PolicyMode.Enforce)
        {
            deliberation.Refuse(policy, decision);
            policy.State.CountRefused();
            _metrics.Refused(decision.State);
        }
        else
        {
            // Where only the gateway as a whole keeps from refusing, all goes on as if it had been refused: the count is exact.
            deliberation.RefuseInShadow(policy, decision.State, settles: policy.Policy.Mode == PolicyMode.Enforce);
            policy.State.CountShadowRefused();
            _metrics.ShadowRefused(decision.State);
        }
    }

    private void Count(in Deliberation deliberation)
    {
        if (deliberation.Refused)
        {
            _traffic.CountRefused();
            return;
        }

        _traffic.CountAllowed();
        if (deliberation.CountHoldOuts())
        {
            _traffic.CountHoldOut();
        }
    }
}
