using System.Globalization;
using Gateway.Lab.Pipeline;
using Gateway.Modules.Breaking;
using Gateway.Modules.Policies;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Lab.FalseAlarms;

/// <summary>A policy that the engine enacted and enforced.</summary>
internal sealed record Enforcement(Policy Policy, double Second);

/// <summary>
/// The policy engine and the breakers as they are, on simulated time. Meaning is given, every outcome is sampled, and the store is a
/// dictionary. What a breaker refuses does not come to the upstream; limits and ejections are noted only, since neither refuses a scope.
/// </summary>
internal sealed class SimulatedGateway : IDisposable
{
    public const double EvaluationSeconds = 0.25;

    private readonly ServiceProvider _services;
    private readonly PolicyEngine _engine;
    private readonly LearnedPolicies _learned;
    private readonly ICircuitBreakerFactory _breakers;
    private readonly Dictionary<string, LivePolicy> _live = new(StringComparer.Ordinal);
    private long _events;
    private double _nextEvaluation = EvaluationSeconds;

    public SimulatedGateway(int seed)
    {
        var options = new GatewayOptions { Diagnostics = new DiagnosticsOptions { RandomSeed = seed } };
        _services = ModuleServices.Create(options, Clock)
            .AddPolicies()
            .AddBreaking()
            .AddSingleton<IClusteringEngine>(Clusters)
            .BuildServiceProvider();
        _engine = _services.GetRequiredService<PolicyEngine>();
        _learned = _services.GetRequiredService<LearnedPolicies>();
        _breakers = _services.GetRequiredService<ICircuitBreakerFactory>();
    }

    public SimulatedClock Clock { get; } = new();

    public SteadyClusters Clusters { get; } = new();

    public List<Enforcement> Enforced { get; } = [];

    public long HealthyRefused { get; private set; }

    /// <summary>Time goes on to the given second, with every evaluation that falls due before it.</summary>
    public void MoveTo(double second)
    {
        while (_nextEvaluation <= second)
        {
            Clock.MoveTo(_nextEvaluation);
            Evaluate();
            _nextEvaluation += EvaluationSeconds;
        }

        Clock.MoveTo(second);
    }

    public void Send(SimulatedRequest request)
    {
        var policy = _live.Count == 0 ? null : MatchingBreak(request);
        var decision = policy?.Breaker.TryAcquire(ValueHash.Of(request.Principal));
        var refused = decision is { Permit: null };
        if (refused && request.Failure is null)
        {
            HealthyRefused++;
        }

        End(decision?.Permit, request);
        var failure = refused ? null : request.Failure;
        var sample = new OutcomeSample
        {
            EventId = (_events++).ToString(CultureInfo.InvariantCulture),
            ReplicaId = "simulation",
            SnapshotRevision = 0,
            Weight = 1,
            CompletedAt = Clock.GetUtcNow(),
            Upstream = request.Upstream,
            Dimensions = request.Dimensions,
            Voter = request.Principal,
            Outcome = refused ? RequestOutcome.Refused : failure is null ? RequestOutcome.Success : RequestOutcome.UpstreamError,
            Status = refused ? 503 : failure?.Status ?? 200,
            LatencyMs = 5,
            Error = failure?.Error,
            PolicyId = policy?.Policy.Id,
            PolicyRole = decision?.Role ?? PolicyRole.None,
        };
        _engine.Add(new ClusteredSample(sample, failure?.Assignment));
    }

    public void Dispose() => _services.Dispose();

    private LivePolicy? MatchingBreak(SimulatedRequest request)
    {
        foreach (var policy in _live.Values)
        {
            if (policy.Policy is { Mode: PolicyMode.Enforce, Action: PolicyAction.Break }
                && policy.Until > Clock.Second
                && ScopeMatch.Matches(policy.Policy.Scope, request.Dimensions))
            {
                return policy;
            }
        }

        return null;
    }

    private static void End(IPermit? permit, SimulatedRequest request)
    {
        if (request.Failure is null)
        {
            permit?.Success();
        }
        else
        {
            permit?.Failure();
        }
    }

    private void Evaluate()
    {
        foreach (var write in _engine.Evaluate())
        {
            if (write.IsWithdrawn)
            {
                _live.Remove(write.Policy.Id);
                _learned.Withdrawn(write.Policy);
                continue;
            }

            var isNew = !_live.TryGetValue(write.Policy.Id, out var known);
            if (isNew && write.Policy is { Mode: PolicyMode.Enforce, Action: not PolicyAction.Observe })
            {
                Enforced.Add(new Enforcement(write.Policy, Clock.Second));
            }

            _live[write.Policy.Id] = new LivePolicy(
                write.Policy,
                known?.Breaker ?? _breakers.Create(write.Policy),
                Clock.Second + (write.Policy.Lifetime?.TotalSeconds ?? double.PositiveInfinity));
            _learned.Written(new StoredPolicy(write.Policy, write.ExpectedRevision + 1, write.Policy.Lifetime));
        }
    }

    /// <param name="Until">The second at which it runs out.</param>
    private sealed record LivePolicy(Policy Policy, ICircuitBreaker Breaker, double Until);
}
