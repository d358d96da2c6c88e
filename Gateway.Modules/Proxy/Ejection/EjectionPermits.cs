using Gateway.Modules.Proxy.Gate;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Proxy.Gate.Snapshots;

namespace Gateway.Modules.Proxy.Ejection;

/// <summary>Asks the breakers of ejections for permits to go to their destination, and counts what they say.</summary>
internal sealed class EjectionPermits(Ejections ejections, EjectionTurnsOfPolicies turns, TrafficCounters traffic)
{
    /// <summary>
    /// Permits of all policies that hold a destination back; null where it is not this request's turn or one of them says no.
    /// </summary>
    /// <param name="among">How many destinations there are to choose from.</param>
    public GateDecision? TryEnter(EjectedDestination ejected, in RequestFacts facts, bool hasBody, int among)
    {
        var turn = turns.Of(ejected.Policies[0]);
        if (!turn.IsNext(among))
        {
            return null;
        }

        var voter = VoterOf(in facts);
        var asked = new Asked();
        foreach (var policy in ejected.Policies)
        {
            policy.State.CountMatched();
            var decision = policy.State.Breaker!.TryAcquire(voter);
            asked.Take(policy, in decision);
            if (decision.Permit is null || (decision.Role == PolicyRole.HoldOut && !turn.Suits(hasBody)))
            {
                asked.GiveBack();
                return null;
            }
        }

        return Counted(in asked);
    }

    /// <summary>
    /// Permits for a request that goes to a destination which nothing holds back: a closed breaker watches, and one that may not act
    /// learns and counts what it would have done. Null where no policy is about the destination, or none gives one.
    /// </summary>
    public GateDecision? Watch(string upstream, string destination, in RequestFacts facts)
    {
        var asked = new Asked();
        foreach (var policy in ejections.About(upstream, destination))
        {
            policy.State.CountMatched();
            var decision = policy.State.Breaker!.TryAcquire(VoterOf(in facts));
            asked.Take(policy, in decision);
            if (decision.Permit is null && !ejections.IsEnforced(policy))
            {
                policy.State.CountShadowRefused();
            }
        }

        return Counted(in asked);
    }

    private GateDecision? Counted(in Asked asked)
    {
        if (asked.Count == 0)
        {
            return null;
        }

        var decision = asked.ToDecision();
        if (decision.Role == PolicyRole.HoldOut)
        {
            decision.Policy!.State.CountHoldOut();
            traffic.CountHoldOut();
        }

        return decision;
    }

    private static ulong VoterOf(in RequestFacts facts)
    {
        var scratch = default(MatchScratch);
        return facts.VoterOf(ref scratch);
    }

    /// <summary>The permits of one request, all about one destination.</summary>
    private struct Asked
    {
        private HeldPermits _held;
        private LivePolicy? _policy;
        private PolicyRole _role;
        private BreakerState _state;

        public int Count { get; private set; }

        public void Take(LivePolicy policy, in BreakerDecision decision)
        {
            if (decision.Permit is not { } permit)
            {
                return;
            }

            if (Count == HeldPermits.Capacity)
            {
                permit.Ignore();
                return;
            }

            _held[Count++] = new HeldPermit(policy, permit);
            if (_policy is null || decision.Role == PolicyRole.HoldOut)
            {
                (_policy, _role, _state) = (policy, decision.Role, decision.State);
            }
        }

        public readonly void GiveBack()
        {
            for (var i = 0; i < Count; i++)
            {
                _held[i].Permit.GiveBack();
            }
        }

        public readonly GateDecision ToDecision() => new(in _held, Count) { Policy = _policy, Role = _role, State = _state };
    }
}
