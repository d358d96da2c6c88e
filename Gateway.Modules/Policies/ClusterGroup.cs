using Gateway.Modules.Policies.Wordings;

namespace Gateway.Modules.Policies;

/// <summary>What attribution is asked about: one wording, or several that are one fault.</summary>
internal sealed class ClusterGroup(IReadOnlyList<Wording> wordings)
{
    private readonly HashSet<WordingKey> _keys = [.. wordings.Select(w => w.Key)];

    public IReadOnlyCollection<WordingKey> Keys => _keys;

    public IReadOnlyList<ErrorCluster> Clusters { get; } = [.. wordings.Select(w => w.Cluster).DistinctBy(c => c.Id)];

    /// <summary>The largest cluster speaks for the group where the clusters differ.</summary>
    public ErrorCluster Lead => Clusters.MaxBy(c => c.Size)!;

    /// <summary>
    /// The kind of the largest cluster that has one. A text lends a name, never a right: under a 4xx it cannot claim that the service is at
    /// fault, since whoever sends the request may have chosen the words.
    /// </summary>
    public ErrorKind Kind =>
        Clusters.Where(c => KindOf(c) != ErrorKind.Unknown).MaxBy(c => c.Size) is { } cluster ? KindOf(cluster) : ErrorKind.Unknown;

    public double Severity => Clusters.Max(c => c.Severity);

    public bool IsCallersFault => Kind.IsCallersFault();

    /// <summary>The clusters' ids, for a line of the log.</summary>
    public string Names => string.Join(", ", Clusters.Select(c => c.Id));

    public bool Contains(WordingKey key) => _keys.Contains(key);

    private static ErrorKind KindOf(ErrorCluster cluster) => cluster.Kind switch
    {
        ErrorKind.DependencyDown or ErrorKind.Defect or ErrorKind.DataConflict or ErrorKind.ResourceExhausted or ErrorKind.Overload
            when OutcomeMeanings.IsCallerError(cluster.UpstreamStatus) && cluster.UpstreamStatus is not (408 or 429) => ErrorKind.Unknown,
        var kind => kind,
    };
}
