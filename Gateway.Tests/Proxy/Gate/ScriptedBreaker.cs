namespace Gateway.Tests.Proxy.Gate;

/// <summary>A breaker that decides as the test says, and remembers how its permits ended.</summary>
internal sealed class ScriptedBreaker : ICircuitBreaker, ICircuitBreakerFactory
{
    private bool _isolated;

    public BreakerState State { get; set; } = BreakerState.Open;

    public PolicyRole Role { get; set; } = PolicyRole.Refused;

    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(12.3);

    public HoldOutCounts HoldOut { get; set; }

    public int Asked { get; private set; }

    public List<string> Ends { get; } = [];

    public ICircuitBreaker Create(Policy policy) => this;

    public BreakerDecision TryAcquire(ulong voter)
    {
        Asked++;
        return Role == PolicyRole.Refused
            ? new BreakerDecision(null, State, Role, RetryAfter)
            : new BreakerDecision(new Permit(this, Role), State, Role, TimeSpan.Zero);
    }

    public void RecordSuccess(ulong voter)
    {
    }

    public void RecordFailure(ulong voter)
    {
    }

    public BreakerStatus GetState() => new(State, 0, RetryAfter, HoldOut);

    public void Isolate() => (State, _isolated) = (BreakerState.Isolated, true);

    public void EndIsolation() => (State, _isolated) = (_isolated ? BreakerState.Open : State, false);

    private sealed class Permit(ScriptedBreaker breaker, PolicyRole role) : IPermit
    {
        public PolicyRole Role => role;

        public void Success() => breaker.Ends.Add("success");

        public void Failure() => breaker.Ends.Add("failure");

        public void Ignore() => breaker.Ends.Add("ignored");

        public void Release() => breaker.Ends.Add("released");
    }
}

/// <summary>One scripted breaker for each policy id.</summary>
internal sealed class ScriptedBreakers : ICircuitBreakerFactory
{
    private readonly Dictionary<string, ScriptedBreaker> _breakers = [];

    public int Created { get; private set; }

    public ScriptedBreaker this[string policyId] =>
        _breakers.TryGetValue(policyId, out var breaker) ? breaker : _breakers[policyId] = new ScriptedBreaker();

    public ICircuitBreaker Create(Policy policy)
    {
        Created++;
        return this[policy.Id];
    }
}
