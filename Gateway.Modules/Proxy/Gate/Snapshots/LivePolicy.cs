using Gateway.Modules.Proxy.Gate.Matching;


namespace Gateway.Modules.Proxy.Gate.Snapshots;

/// <summary>A policy as one snapshot holds it.</summary>
/// <param name="ExpiresAtTimestamp">Timestamp of the time provider from which the policy no longer counts; null for never.</param>
/// <param name="ExpiresAt">The same for people.</param>
internal sealed record LivePolicy(
    Policy Policy,
    long Revision,
    CompiledScope Scope,
    PolicyState State,
    long? ExpiresAtTimestamp,
    DateTimeOffset? ExpiresAt)
{
    private const int TooManyRequests = 429;

    public bool IsExpired(long timestamp) => timestamp >= ExpiresAtTimestamp;

    /// <summary>The destination that it takes out of the choice; null where it does something else.</summary>
    public string? EjectedDestination { get; } = DestinationOf(Policy);

    /// <summary>Whether what it is about lies in the request: then a 4xx is no sign of health.</summary>
    public bool IsAboutCallersFault { get; } =
        !Policy.Clusters.IsDefaultOrEmpty && Policy.Clusters.Any(c => c.Kind.IsCallersFault());

    /// <summary>
    /// Whether the status alone says that the policy is about a failure whose text is new: "too many requests" is what a limit is about.
    /// Null where it does not say.
    /// </summary>
    public bool? IsSaidBy(int status) => Policy.Action == PolicyAction.Limit && status == TooManyRequests ? true : null;

    /// <summary>
    /// Whether it counts where a fallback takes the request. A policy that the request matches where it was meant for is about that
    /// upstream: its evidence is from there, and an outcome of another one would speak for the wrong one. But an operator's limit holds
    /// wherever a request goes.
    /// </summary>
    public bool CountsAtFallback(in RequestFacts meantFor)
    {
        var scratch = default(MatchScratch);
        return Policy is { Action: PolicyAction.Limit, Origin: PolicyOrigin.Manual } || !Scope.Matches(meantFor, ref scratch);
    }

    /// <summary>Whether a failure of this cluster is one the policy is about; a policy without clusters is about all.</summary>
    public bool IsAbout(string clusterId)
    {
        if (Policy.Clusters.IsDefaultOrEmpty)
        {
            return true;
        }

        foreach (var cluster in Policy.Clusters)
        {
            if (cluster.Id == clusterId)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The destination that a policy of this kind takes out of the choice, and that its scope names alone.</summary>
    public static string? DestinationOf(Policy policy) =>
        policy.Action == PolicyAction.Eject && policy.Scope.Tests is [{ Dimension: DimensionNames.Destination, Value: var id }] ? id : null;
}
