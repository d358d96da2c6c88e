namespace Gateway.Modules.Contracts.Meaning;

/// <summary>One error on its way into a cluster.</summary>
/// <param name="Embedding">Null while no model is loaded: then only exact repeats group, and nothing is actionable.</param>
/// <param name="Voter">Who met the error; null where that is not known.</param>
/// <param name="Wording">The text prepared for reading, as it was for the embedding; null where it is not at hand.</param>
public readonly record struct ClusterEvent(
    MaskedError Error,
    EmbeddingVector? Embedding,
    int Status,
    double Weight,
    DateTimeOffset At,
    string? Voter = null,
    ErrorWordingText? Wording = null);

/// <summary>Where an error went.</summary>
/// <param name="ClusterId">The cluster's current id.</param>
/// <param name="Similarity">Cosine to the cluster's centroid, 1 for an exact repeat; the confidence where a known cause was named.</param>
/// <param name="Actionable">
/// Whether the error is near enough to act on: over the threshold to act with a margin over the runner-up, or named with enough
/// confidence, in a cluster that may enforce.
/// </param>
/// <param name="IsNew">Whether this error opened the cluster.</param>
/// <param name="Cause">What the catalogue of known causes said; null without a catalogue or a vector.</param>
public readonly record struct ClusterAssignment(
    string ClusterId, double Similarity, bool Actionable, bool IsNew, CauseVerdict? Cause = null);

/// <summary>Groups errors by meaning. <see cref="Process"/> has one caller at a time; the readers may be called from any thread.</summary>
public interface IClusteringEngine
{
    ClusterAssignment Process(in ClusterEvent item);

    /// <summary>
    /// The same for an error whose text nobody has had the time to look at: where it went before; null for one that has not.
    /// </summary>
    ClusterAssignment? Recall(in ClusterEvent item);

    /// <summary>The cluster with this id, or the one it has been merged into; null when there is none.</summary>
    ErrorCluster? GetCluster(string id);

    /// <summary>Every cluster, most severe first.</summary>
    IReadOnlyList<ErrorCluster> GetAllClusters();

    /// <summary>
    /// Refines what changed since the last time over the stored representatives: merges clusters whose centroids have come closer than the
    /// threshold, and moves what a centroid has left. Old ids stay valid as aliases; what operators did stays. Returns how many were
    /// merged.
    /// </summary>
    int ReCluster();

    /// <summary>
    /// Counts all traffic, failed or not, so that severity can name an error's share of it. Called by the one caller of
    /// <see cref="Process"/>.
    /// </summary>
    void CountTraffic(double weight, DateTimeOffset at);
}

/// <summary>
/// The vector proxy: what the control plane has learned, in reach of the data plane. Bounded; lock-free reads.
/// </summary>
public interface IFingerprintMap
{
    /// <summary>The cluster of an error text that was seen before.</summary>
    bool TryGet(Fingerprint fingerprint, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? clusterId);

    void Set(Fingerprint fingerprint, string clusterId);
}
