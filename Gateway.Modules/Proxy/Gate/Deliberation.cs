using Gateway.Modules.Proxy.Gate.Snapshots;


namespace Gateway.Modules.Proxy.Gate;

/// <summary>The gate's notes while it goes through the policies that match one request.</summary>
internal ref struct Deliberation
{
    private HeldPermits _permits;
    private int _permitCount;
    private LivePolicy? _policy;
    private PolicyRole _role;
    private BreakerState _state;
    private TimeSpan _retryAfter;

    /// <summary>Who refuses, or has the most to do with the request.</summary>
    public readonly LivePolicy? Policy => _policy;

    public readonly BreakerState State => _state;

    public readonly bool Refused => _role == PolicyRole.Refused;

    /// <summary>
    /// Notes that an enforced policy refuses. What was taken before is given back uncounted: the request will not be sent.
    /// </summary>
    public void Refuse(LivePolicy policy, in BreakerDecision decision)
    {
        for (var i = 0; i < _permitCount; i++)
        {
            _permits[i].Permit.Ignore();
        }

        _permitCount = 0;
        _policy = policy;
        _role = PolicyRole.Refused;
        _state = decision.State;
        _retryAfter = decision.RetryAfter;
    }

    public void Admit(LivePolicy policy, in BreakerDecision decision)
    {
        if (_permitCount == HeldPermits.Capacity)
        {
            decision.Permit!.Ignore();
            return;
        }

        _permits[_permitCount++] = new HeldPermit(policy, decision.Permit!);
        Touch(policy, decision.Role, decision.State);
    }

    public void RefuseInShadow(LivePolicy policy, BreakerState state) => Touch(policy, PolicyRole.ShadowRefused, state);

    /// <summary>Counts the hold-outs that will be sent. Returns whether there was one.</summary>
    public readonly bool CountHoldOuts()
    {
        var any = false;
        for (var i = 0; i < _permitCount; i++)
        {
            if (_permits[i].Permit.Role == PolicyRole.HoldOut)
            {
                _permits[i].Policy.State.CountHoldOut();
                any = true;
            }
        }

        return any;
    }

    public readonly GateDecision Conclude(long snapshotRevision) => new(_permits, _permitCount)
    {
        Refused = Refused,
        Policy = _policy,
        Role = _role,
        State = _state,
        RetryAfter = _retryAfter,
        SnapshotRevision = snapshotRevision,
    };

    /// <summary>Of several policies the one is named that learns most from the request.</summary>
    private void Touch(LivePolicy policy, PolicyRole role, BreakerState state)
    {
        if (RankOf(role) > RankOf(_role))
        {
            _policy = policy;
            _role = role;
            _state = state;
        }
    }

    private static int RankOf(PolicyRole role) => role switch
    {
        PolicyRole.HoldOut => 4,
        PolicyRole.ShadowRefused => 3,
        PolicyRole.Probe => 2,
        PolicyRole.Watched => 1,
        _ => 0,
    };
}
