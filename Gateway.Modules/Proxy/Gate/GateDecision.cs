using Gateway.Modules.Proxy.Gate.Refusals;
using Gateway.Modules.Proxy.Gate.Snapshots;


namespace Gateway.Modules.Proxy.Gate;

/// <summary>
/// What the gate decided about one request, and the permits it took. A forwarded request ends them with
/// <see cref="Complete"/>, whatever becomes of it; ending twice is harmless, since each permit counts its first end only.
/// </summary>
internal readonly struct GateDecision
{
    private readonly HeldPermits _permits;
    private readonly int _permitCount;

    internal GateDecision(in HeldPermits permits, int permitCount)
    {
        _permits = permits;
        _permitCount = permitCount;
    }

    /// <summary>Whether the request is to be answered by <see cref="RefusalWriter"/> instead of the upstream.</summary>
    public bool Refused { get; init; }

    /// <summary>The policy that refused the request or had the most to do with it; null when none matched.</summary>
    public LivePolicy? Policy { get; init; }

    public PolicyRole Role { get; init; }

    /// <summary>The upstream that takes the request in place of the one it was meant for; null where it goes there.</summary>
    public string? Fallback { get; init; }

    /// <summary>State of <see cref="Policy"/>'s breaker when it decided.</summary>
    public BreakerState State { get; init; }

    /// <summary>When a refused client may try again; 1 s at least.</summary>
    public TimeSpan RetryAfter { get; init; }

    /// <summary>Revision of the snapshot that decided.</summary>
    public long SnapshotRevision { get; init; }

    /// <summary>Whether an outcome is awaited at all.</summary>
    public bool HoldsPermits => _permitCount > 0;

    /// <summary>
    /// Ends the permits with what became of the request (<see cref="OutcomeMeanings"/>). A failure counts against a policy unless its
    /// cluster is known and is none of the policy's: a different cause inside the scope says nothing about this one. Aborts by the
    /// client and refusals count for nothing.
    /// </summary>
    /// <param name="status">The upstream's status, 0 where it gave none.</param>
    /// <param name="clusterId">The failure's cluster, null while no cluster is known for it.</param>
    /// <param name="neverActOn"><c>Policies:NeverActOn</c>.</param>
    /// <param name="retryAfter">How long the upstream asks to wait; zero for not at all.</param>
    public void Complete(
        RequestOutcome outcome, int status, string? clusterId, IReadOnlyList<int> neverActOn, TimeSpan retryAfter = default)
    {
        for (var i = 0; i < _permitCount; i++)
        {
            var (policy, permit) = _permits[i];
            var sameCause = clusterId is null ? policy.IsSaidBy(status) : policy.IsAbout(clusterId);
            switch (OutcomeMeanings.Of(outcome, status, sameCause, policy.IsAboutCallersFault, neverActOn))
            {
                case OutcomeMeaning.Success:
                    permit.Success();
                    break;
                case OutcomeMeaning.Failure:
                    permit.Failure(retryAfter);
                    break;
                default:
                    permit.Ignore();
                    break;
            }
        }
    }

    /// <summary>Ends the permits uncounted: the request is not sent after all.</summary>
    public void GiveBack()
    {
        for (var i = 0; i < _permitCount; i++)
        {
            _permits[i].Permit.GiveBack();
        }
    }

    /// <summary>Gives the permits' places back while the answer goes on; <see cref="Complete"/> still follows.</summary>
    public void Release()
    {
        for (var i = 0; i < _permitCount; i++)
        {
            _permits[i].Permit.Release();
        }
    }
}
