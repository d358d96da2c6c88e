using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Breaking;

internal sealed class CircuitBreakerFactory : ICircuitBreakerFactory
{
    private readonly IOptionsMonitor<BreakerOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger<CircuitBreakerFactory> _logger;
    private readonly Random _seeds;
    private readonly Lock _lock = new();

    public CircuitBreakerFactory(
        IOptionsMonitor<BreakerOptions> options,
        IOptionsMonitor<DiagnosticsOptions> diagnostics,
        TimeProvider time,
        ILogger<CircuitBreakerFactory> logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _seeds = new Random(diagnostics.CurrentValue.RandomSeed ?? RandomNumberGenerator.GetInt32(int.MaxValue));
    }

    public ICircuitBreaker Create(Policy policy)
    {
        int seed;
        lock (_lock)
        {
            seed = _seeds.Next();
        }

        var breaker = new CircuitBreaker(policy, new BreakerController(policy, _options, _time, new Random(seed)), _logger);
        BreakingLog.Created(_logger, policy.Id, breaker.GetState().State, policy.Scope.Text);
        return breaker;
    }
}
