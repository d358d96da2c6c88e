using System.Collections.Immutable;

namespace Gateway.Lab.FalseAlarms;

/// <summary>
/// One cluster of every kind that may lead to a policy, grown up and live: meaning is never what keeps a false alarm away.
/// </summary>
internal sealed class SteadyClusters : IClusteringEngine
{
    private static readonly ImmutableArray<(ErrorKind Kind, int Status)> Sorts =
    [
        (ErrorKind.Defect, 500), (ErrorKind.DependencyDown, 503), (ErrorKind.Unknown, 500), (ErrorKind.DataConflict, 500),
        (ErrorKind.CallerFault, 422), (ErrorKind.Overload, 503),
    ];

    private readonly Dictionary<string, ErrorCluster> _clusters;

    public SteadyClusters()
    {
        Texts = [.. Sorts.Select((sort, i) => new FailureText(
            sort.Status,
            new MaskedError($"{sort.Kind} of the simulation", new Fingerprint((ulong)i + 1), GuardKeyOf(sort.Status)),
            new ClusterAssignment($"c-{i}", 1, true, false)))];
        _clusters = Texts.Zip(Sorts).ToDictionary(
            t => t.First.Assignment.ClusterId,
            t => new ErrorCluster(
                t.First.Assignment.ClusterId, t.First.Error.Masked, t.Second.Kind, null, 1, t.First.Error.GuardKey, t.Second.Status,
                Size: 1000, RatePerSecond: 1, Severity: 0.5, Trend: 1, default, default, "live", [t.First.Error.Masked],
                Enforceable: true),
            StringComparer.Ordinal);
    }

    /// <summary>What failures say; the last one is an overload.</summary>
    public ImmutableArray<FailureText> Texts { get; }

    public ErrorCluster? GetCluster(string id) => _clusters.GetValueOrDefault(id);

    public IReadOnlyList<ErrorCluster> GetAllClusters() => [.. _clusters.Values];

    public ClusterAssignment Process(in ClusterEvent item) => throw new NotSupportedException();

    public ClusterAssignment? Recall(in ClusterEvent item) => throw new NotSupportedException();

    public int ReCluster() => 0;

    public void CountTraffic(double weight, DateTimeOffset at)
    {
    }

    private static string GuardKeyOf(int status) => status < 500 ? "4xx" : "5xx";
}

/// <summary>What a failing answer says, read and clustered.</summary>
internal sealed record FailureText(int Status, MaskedError Error, ClusterAssignment Assignment);
