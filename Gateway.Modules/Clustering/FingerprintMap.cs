using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Clustering;

/// <summary>Fingerprint to cluster id for the data plane. Reads take no lock; the oldest entry gives way.</summary>
internal sealed class FingerprintMap(IOptionsMonitor<SamplerOptions> options) : IFingerprintMap
{
    private readonly int _capacity = options.CurrentValue.MaxFingerprints;
    private readonly ConcurrentDictionary<Fingerprint, string> _clusters = new();
    private readonly ConcurrentQueue<Fingerprint> _byAge = new();

    public int Count => _clusters.Count;

    public bool TryGet(Fingerprint fingerprint, [NotNullWhen(true)] out string? clusterId) => _clusters.TryGetValue(fingerprint, out clusterId);

    public void Set(Fingerprint fingerprint, string clusterId)
    {
        if (!_clusters.TryAdd(fingerprint, clusterId))
        {
            _clusters[fingerprint] = clusterId;
            return;
        }

        _byAge.Enqueue(fingerprint);
        while (_byAge.Count > _capacity && _byAge.TryDequeue(out var oldest))
        {
            _clusters.TryRemove(oldest, out _);
        }
    }

    public void Remove(Fingerprint fingerprint) => _clusters.TryRemove(fingerprint, out _);
}
