using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Modules.Clustering;

/// <summary>
/// Fingerprint to cluster id for the data plane. No <c>BoundedMap</c>, since requests' threads read it and take no lock; it is bounded by
/// <see cref="Memberships"/>, which alone writes to it.
/// </summary>
internal sealed class FingerprintMap : IFingerprintMap
{
    private readonly ConcurrentDictionary<Fingerprint, string> _clusters = new();

    public int Count => _clusters.Count;

    public bool TryGet(Fingerprint fingerprint, [NotNullWhen(true)] out string? clusterId) =>
        _clusters.TryGetValue(fingerprint, out clusterId);

    public void Set(Fingerprint fingerprint, string clusterId) => _clusters[fingerprint] = clusterId;

    public void Remove(Fingerprint fingerprint) => _clusters.TryRemove(fingerprint, out _);
}
