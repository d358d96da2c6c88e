using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Breaking;

/// <summary>The breaker that others see: asks the controller, and logs the transitions outside its lock.</summary>
internal sealed class CircuitBreaker : ICircuitBreaker
{
    private readonly BreakerController _controller;

    public CircuitBreaker(Policy policy, BreakerController controller, ILogger logger)
    {
        _controller = controller;
        controller.Moved = move => BreakingLog.Moved(logger, policy.Id, move.From, move.To, move.Reason);
    }

    public BreakerDecision TryAcquire(ulong voter) => _controller.TryAcquire(voter);

    public void RecordSuccess(ulong voter) => _controller.Record(voter, success: true);

    public void RecordFailure(ulong voter) => _controller.Record(voter, success: false);

    public BreakerStatus GetState() => _controller.GetState();

    public void Isolate() => _controller.Isolate();

    public void EndIsolation() => _controller.EndIsolation();
}
