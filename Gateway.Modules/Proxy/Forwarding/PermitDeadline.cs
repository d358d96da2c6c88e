using Gateway.Modules.Contracts;

namespace Gateway.Modules.Proxy;

/// <summary>
/// Ends the permits of one request, exactly once: when the answer ends, when a connection is upgraded, or some time after the
/// headers of a long stream. A breaker cannot wait for a stream that lasts an hour.
/// </summary>
internal sealed class PermitDeadline(in GateDecision decision, TimeProvider time)
{
    /// <summary>How long after its headers an answer is judged by what has come of it: its status, and an error that has passed.</summary>
    public static readonly TimeSpan AfterHeaders = TimeSpan.FromSeconds(2);

    private readonly GateDecision _decision = decision;
    private ITimer? _timer;
    private volatile bool _errorAnswer;
    private int _ended;

    public bool Ended => Volatile.Read(ref _ended) != 0;

    /// <summary>Called when the upstream's headers are there, before its body.</summary>
    public void HeadersArrived(bool upgraded, bool errorAnswer)
    {
        if (upgraded)
        {
            End(RequestOutcome.Success, clusterId: null);
            return;
        }

        _errorAnswer = errorAnswer;
        _timer = time.CreateTimer(static state => ((PermitDeadline)state!).Expire(), this, AfterHeaders, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Called when the body turns out to carry an error: the status alone would pass for a success.</summary>
    public void ErrorPassed() => _errorAnswer = true;

    /// <param name="clusterId">The failure's cluster, where it was recognised.</param>
    public void End(RequestOutcome outcome, string? clusterId)
    {
        // The timer and the end of the answer may come together; the first one counts.
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        _timer?.Dispose();
        _decision.Complete(outcome, clusterId);
    }

    /// <summary>The body is still being copied by another thread, so its cause cannot be read yet.</summary>
    private void Expire() => End(_errorAnswer ? RequestOutcome.UpstreamError : RequestOutcome.Success, clusterId: null);
}
