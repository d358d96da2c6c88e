using Gateway.Modules.Breaking;
using Gateway.Modules.Shared.Options;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Breaking;

/// <summary>Makes breakers on fake time.</summary>
internal sealed class Breakers
{
    public const int Principals = 3;

    private readonly CircuitBreakerFactory _factory;
    private ulong _voters;

    public Breakers(int seed = 1, GatewayOptions? options = null)
    {
        options ??= new GatewayOptions();
        var seeded = new FixedOptions(options with { Diagnostics = new DiagnosticsOptions { RandomSeed = seed } });
        _factory = new CircuitBreakerFactory(
            seeded.Section<BreakerOptions>(),
            seeded.Section<DiagnosticsOptions>(),
            Time,
            Log);
    }

    public FakeTimeProvider Time { get; } = new();

    public FakeLogger<CircuitBreakerFactory> Log { get; } = new();

    public ICircuitBreaker Learned(double failureProbability = 0.98, double requestsPerSecond = 22) =>
        _factory.Create(PolicyOf(PolicyOrigin.Learned) with
        {
            FailureProbability = failureProbability,
            RequestsPerSecond = requestsPerSecond,
        });

    /// <summary>Each outcome of its scope is a vote.</summary>
    public ICircuitBreaker LearnedOfOnePrincipal(double failureProbability = 0.98) =>
        _factory.Create(PolicyOf(PolicyOrigin.Learned) with
        {
            Scope = new Scope([new(DimensionNames.Principal, TestOperator.Equal, "192.0.2.7")]),
            FailureProbability = failureProbability,
            RequestsPerSecond = 22,
        });

    public ICircuitBreaker Manual() => _factory.Create(PolicyOf(PolicyOrigin.Manual));

    /// <summary>A breaker whose hold-out has just succeeded.</summary>
    public ICircuitBreaker HalfOpen(double requestsPerSecond = 22)
    {
        var breaker = Learned(requestsPerSecond: requestsPerSecond);
        NextPermit(breaker).Success();
        return breaker;
    }

    /// <summary>A breaker that has recovered and watches.</summary>
    public ICircuitBreaker Closed()
    {
        var breaker = HalfOpen();
        while (breaker.GetState().State == BreakerState.HalfOpen)
        {
            NextPermit(breaker).Success();
        }

        return breaker;
    }

    /// <summary>Sends a request every 100 ms until one is admitted.</summary>
    /// <param name="voter">Who sends it; null for one of <see cref="Principals"/> in turn.</param>
    public IPermit NextPermit(ICircuitBreaker breaker, ulong? voter = null)
    {
        for (var i = 0; i < 1000; i++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(100));
            if (breaker.TryAcquire(voter ?? (1 + (_voters++ % Principals))).Permit is { } permit)
            {
                return permit;
            }
        }

        throw new AssertionException("Nothing was admitted in 100 s.");
    }

    private static Policy PolicyOf(PolicyOrigin origin) => new()
    {
        Id = "p-1",
        Scope = new Scope([new("query:q", TestOperator.Equal, "x")]),
        Action = PolicyAction.Break,
        Mode = PolicyMode.Enforce,
        Origin = origin,
    };
}
