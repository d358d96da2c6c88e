using Gateway.Modules.Proxy.Gate;


namespace Gateway.Modules.Proxy.Forwarding;

/// <summary>
/// Ends the permits of one request, exactly once: when the answer ends, or when a connection is upgraded. A breaker cannot wait for a
/// stream that lasts an hour: some time after its headers a permit gives its place back, and the stream's real end is evidence when it
/// comes. Until then it is neither a success nor a failure: an error may come last.
/// </summary>
internal sealed class PermitDeadline(in GateDecision decision, TimeProvider time)
{
    /// <summary>How long after its headers an answer keeps its place among those under way.</summary>
    public static readonly TimeSpan AfterHeaders = TimeSpan.FromSeconds(2);

    private readonly GateDecision _decision = decision;
    private ITimer? _timer;
    private int _ended;

    /// <summary>Who gave the permits, and why.</summary>
    public GateDecision Decision => _decision;

    public bool Ended => Volatile.Read(ref _ended) != 0;

    /// <summary>Called when the upstream's headers are there, before its body.</summary>
    public void HeadersArrived(bool upgraded)
    {
        if (upgraded)
        {
            End(RequestOutcome.Success, status: 0, clusterId: null, []);
            return;
        }

        _timer = time.CreateTimer(static state => ((PermitDeadline)state!)._decision.Release(), this, AfterHeaders,
            Timeout.InfiniteTimeSpan);
    }

    /// <param name="status">The upstream's status, 0 where it gave none.</param>
    /// <param name="clusterId">The failure's cluster, where it was recognised.</param>
    /// <param name="neverActOn"><c>Policies:NeverActOn</c>.</param>
    /// <param name="retryAfter">How long the upstream asks to wait; zero for not at all.</param>
    public void End(
        RequestOutcome outcome, int status, string? clusterId, IReadOnlyList<int> neverActOn, TimeSpan retryAfter = default)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        // The timer may run at this moment: a permit that has ended takes no notice of a late release.
        _timer?.Dispose();
        _decision.Complete(outcome, status, clusterId, neverActOn, retryAfter);
    }

    /// <summary>Ends them uncounted: the request is not sent where they would have let it.</summary>
    public void GiveBack()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            _timer?.Dispose();
            _decision.GiveBack();
        }
    }
}
