using Gateway.Modules.Limiting;
using Gateway.Modules.Shared.Options;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Limiting;

/// <summary>Makes limiters on fake time.</summary>
internal sealed class Limiters
{
    private readonly RateLimiterFactory _factory;

    public Limiters(LimiterOptions? options = null)
    {
        Options = new FixedOptions(new GatewayOptions { Limiter = options ?? new LimiterOptions() });
        var metrics = new LimitingMetrics(Embedding.Metering.CreateFactory());
        _factory = new RateLimiterFactory(
            Options.Section<LimiterOptions>(), metrics, Time, NullLogger<RateLimiterFactory>.Instance);
    }

    public FixedOptions Options { get; }

    public FakeTimeProvider Time { get; } = new();

    public IRateLimiter Manual(double? rate) =>
        _factory.Create(PolicyOf(PolicyOrigin.Manual) with { RatePerSecond = rate });

    public IRateLimiter Learned(double requestsPerSecond, double failureProbability, string test = "route=r") =>
        _factory.Create(PolicyOf(PolicyOrigin.Learned, test) with
        {
            RequestsPerSecond = requestsPerSecond,
            FailureProbability = failureProbability,
        });

    public void Advance(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>How many of so many requests at once are admitted.</summary>
    public static int Admitted(IRateLimiter limiter, int requests, ulong voter = 1) =>
        Enumerable.Range(0, requests).Count(_ => limiter.TryAcquire(voter).Permit is not null);

    private static Policy PolicyOf(PolicyOrigin origin, string test = "route=r") => new()
    {
        Id = "p-1",
        Scope = Policies.Findings.OutcomeRows.ScopeOf(test),
        Action = PolicyAction.Limit,
        Mode = PolicyMode.Enforce,
        Origin = origin,
    };
}
