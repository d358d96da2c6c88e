using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Limiting;

/// <summary>Manual limits keep their rate; learned ones follow what the scope achieves.</summary>
internal sealed class RateLimiterFactory(
    IOptionsMonitor<LimiterOptions> options, LimitingMetrics metrics, TimeProvider time, ILogger<RateLimiterFactory> logger)
    : IRateLimiterFactory
{
    public IRateLimiter Create(Policy policy)
    {
        IRateRule rule = policy.Origin == PolicyOrigin.Manual
            ? new FixedRate(policy.RatePerSecond, options)
            : new GoodputRate(policy, options);
        LimitingLog.Created(logger, policy.Id, rule.RatePerSecond, policy.Scope.Text);
        return new PolicyLimiter(policy, rule, options, metrics, time, logger);
    }
}
