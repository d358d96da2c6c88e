namespace Gateway.Modules.Contracts.Meaning;

/// <summary>
/// Operators' corrections. They are permanent: nothing that is learned later undoes them. Ids may be those of merged clusters.
/// Thread-safe; each takes effect before it returns.
/// </summary>
public interface IClusterOperations
{
    /// <summary>Makes two clusters one, whose id is <paramref name="into"/>; <paramref name="from"/> stays valid as an alias.</summary>
    ClusterOperationResult Merge(string into, string from);

    /// <summary>
    /// Takes wordings out of a cluster into a new one, the result, which is never merged with the old one again but by an operator.
    /// </summary>
    /// <param name="fingerprints">Wordings by fingerprint.</param>
    /// <param name="representatives">Wordings by their place among <see cref="ErrorCluster.Representatives"/>, from 0.</param>
    ClusterOperationResult Split(string id, IReadOnlyList<Fingerprint> fingerprints, IReadOnlyList<int> representatives);

    /// <summary>Stops or resumes acting on a cluster; a muted one goes on counting.</summary>
    ClusterOperationResult Mute(string id, bool muted);

    /// <summary>Names a cluster, and teaches a cause where there are examples.</summary>
    ClusterOperationResult Label(string id, ClusterLabel label);
}

/// <param name="Text">The name, one line of at most 80 characters.</param>
/// <param name="Kind">What the errors mean; null leaves it as it is.</param>
/// <param name="Examples">Error texts, as they arrive or masked, by which to know the cause from now on; empty for none.</param>
public sealed record ClusterLabel(string Text, ErrorKind? Kind, IReadOnlyList<string> Examples);

/// <summary>What became of an operation: the cluster it left, or why it was refused, or neither where there is no such cluster.</summary>
/// <param name="Refusal">In one line.</param>
public readonly record struct ClusterOperationResult(ErrorCluster? Cluster, string? Refusal)
{
    public static ClusterOperationResult NotFound => default;

    public static ClusterOperationResult Refused(string reason) => new(null, reason);
}
