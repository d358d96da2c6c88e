using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Gateway.Modules.Policies.Findings;

/// <summary>How far attribution has come with a cluster.</summary>
internal static class FindingStatus
{
    public const string Watching = "watching";
    public const string CauseNotObserved = "causeNotObserved";
    public const string Confirming = "confirming";
    public const string Acting = "acting";
    public const string Observed = "observed";
}

/// <summary>The latest finding per cluster. Written by the engine, read from any thread; bounded by the number of clusters.</summary>
internal sealed class ClusterFindings : IClusterFindings
{
    private readonly ConcurrentDictionary<string, ClusterFinding> _findings = new(StringComparer.Ordinal);

    public ClusterFinding? Find(string clusterId) => _findings.GetValueOrDefault(clusterId);

    public void Set(string clusterId, string status, ImmutableArray<Scope> found, ImmutableArray<Scope> acting) =>
        _findings[clusterId] = new ClusterFinding(status, [.. acting.Concat(found).Distinct()]);

    public void Remove(string clusterId) => _findings.TryRemove(clusterId, out _);
}
