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
        foreach (var policy in snapshot.Policies)
        {
            if (policy.Policy.Mode != PolicyMode.Disabled && !policy.IsExpired(now) && policy.Scope.Matches(facts, ref scratch))
            {
                policy.State.CountMatched();
                Ask(policy, enforced, facts.VoterOf(ref scratch), ref deliberation);
            }
        }

        Count(deliberation);
        return deliberation.Conclude(snapshot.Revision);
    }

    public void Dispose() => _subscription?.Dispose();

    private void Ask(LivePolicy policy, bool enforced, ulong voter, ref Deliberation deliberation)
    {
        // Refused already: asking on would spend a hold-out or a token of this policy on a request that is never sent.
        if (deliberation.Refused || policy.State.Ask(voter) is not { } answer)
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
            policy.State.CountRefused();
            _metrics.Refused(policy.Policy, answer.State);
        }
        else
        {
            deliberation.RefuseInShadow(policy, answer.State);
            policy.State.CountShadowRefused();
            _metrics.ShadowRefused(policy.Policy, answer.State);
        }
    }

    private void Count(in Deliberation deliberation)
    {
        if (deliberation.Refused)
        {
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
