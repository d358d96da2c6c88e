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

    public readonly bool RefusedByLimit => Refused && _policy?.Policy.Action == PolicyAction.Limit;

    /// <summary>
    /// Notes that an enforced policy refuses. What was taken before is given back uncounted: the request will not be sent.
    /// </summary>
    public void Refuse(LivePolicy policy, in PolicyAnswer answer)
    {
        for (var i = 0; i < _permitCount; i++)
        {
            _permits[i].Permit.GiveBack();
        }

        _permitCount = 0;
        _policy = policy;
        _role = PolicyRole.Refused;
        _state = answer.State;
        _retryAfter = answer.RetryAfter;
    }

    public void Admit(LivePolicy policy, IPermit permit, BreakerState state)
    {
        if (Hold(policy, permit))
        {
            Touch(policy, permit.Role, state);
        }
    }

    public void RefuseInShadow(LivePolicy policy, BreakerState state)
    {
        if (policy.State.Limiter is { } limiter)
        {
            Hold(policy, new ShadowPermit(limiter));
        }

        Touch(policy, PolicyRole.ShadowRefused, state);
    }

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

    private bool Hold(LivePolicy policy, IPermit permit)
    {
        if (_permitCount == HeldPermits.Capacity)
        {
            permit.Ignore();
            return false;
        }

        _permits[_permitCount++] = new HeldPermit(policy, permit);
        return true;
    }

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
        PolicyRole.HoldOut => 5,
        PolicyRole.ShadowRefused => 4,
        PolicyRole.Probe => 3,
        PolicyRole.Watched => 2,
        PolicyRole.Admitted => 1,
        _ => 0,
    };
}
