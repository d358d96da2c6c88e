using System.Globalization;
using Gateway.Modules.Clustering.Causes;
using Gateway.Modules.Clustering.Kinds;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Clustering;

/// <summary>
/// Clusters in a form that outlives the process. Vectors of two spaces are never compared, so after a change of model or adapter the
/// centroids are made anew: from the stored representatives, embedded again.
/// </summary>
internal sealed class ClusterArchive(
    ClusterSet clusters,
    IEmbeddingService embeddings,
    IEmbeddingAdapter adapter,
    ICauseClassifier causes,
    IOptionsMonitor<ClusteringOptions> options) : IClusterArchive
{
    public IReadOnlyList<StoredCluster> Export()
    {
        lock (clusters.Gate)
        {
            return [.. clusters.All.OrderBy(cluster => cluster.Number).Select(Store)];
        }
    }

    public int Restore(IEnumerable<StoredCluster> stored)
    {
        var current = new HashSet<string>(StringComparer.Ordinal);
        var restored = 0;
        foreach (var cluster in stored.OrderByDescending(cluster => cluster.LastSeen))
        {
            // The models run outside the lock.
            var wordings = cluster.Representatives.Select(wording => Read(wording, cluster, current)).ToArray();
            lock (clusters.Gate)
            {
                restored += TryPutBack(cluster, wordings, current) ? 1 : 0;
            }
        }

        return restored;
    }

    private StoredCluster Store(ClusterState cluster) => new(
        cluster.Id,
        cluster.GuardKey,
        cluster.OperatorLabel,
        cluster.Kind.Kind,
        cluster.Kind.Confidence,
        cluster.KindByOperator,
        [.. cluster.Causes],
        cluster.Muted,
        cluster.Kept,
        cluster.Counts.Size(options.CurrentValue, cluster.Counts.LastSeen),
        cluster.Counts.Events(options.CurrentValue, cluster.Counts.LastSeen),
        cluster.Counts.FirstSeen,
        cluster.Counts.LastSeen,
        cluster.Counts.Statuses,
        [.. cluster.Representatives.Select(wording =>
            new StoredRepresentative(wording.Text.Masked, wording.Text.Fingerprint, wording.Text.IsOpaque))],
        [.. cluster.Cells.Select(cell => new StoredCentroid(
            cell.Table.Key.Space, cell.Table.IsAdapted, cell.Table.Key.IsOpaque, cell.ByOperator, cell.Wordings,
            [.. cell.Anchor], [.. cell.Centroid]))],
        [.. clusters.Separations.Of(cluster).Select(ClusterState.IdOf)],
        [.. clusters.Aliases.Of(cluster)]);

    private Representative Read(StoredRepresentative stored, StoredCluster cluster, HashSet<string> current)
    {
        var text = new MaskedError(stored.Masked, stored.Fingerprint, cluster.GuardKey, stored.IsOpaque);
        if (cluster.GuardKey == GuardKeys.Slow || embeddings.Embed(stored.Masked) is not { } raw)
        {
            return new Representative(text, null, IsAdapted: false, default);
        }

        var adapted = adapter.Adapt(raw);
        current.Add(adapted.Grouped.Space);
        var key = new TableKey(cluster.GuardKey, adapted.Grouped.Space, stored.IsOpaque);
        return new Representative(text, key, adapted.IsAdapted, adapted.Grouped.Vector.ToArray());
    }

    private bool TryPutBack(StoredCluster stored, Representative[] wordings, HashSet<string> current)
    {
        var kind = new KindVerdict(stored.Kind, stored.Confidence);
        var hasEvidence = stored.GuardKey == GuardKeys.Slow || stored.Causes.Length > 0 || Array.Exists(wordings, wording => wording.Place is not null);
        if (NumberOf(stored.Id) is not { } number
            || clusters.Reopen(
                number, wordings.FirstOrDefault()?.Text.Masked ?? stored.Id, stored.GuardKey, hasEvidence, kind, stored.FirstSeen)
                is not { } cluster)
        {
            return false;
        }

        cluster.Resume(stored);
        foreach (var cause in stored.Causes.Where(cause => clusters.FindCause(cause, stored.GuardKey) is null))
        {
            clusters.BindCause(cause, cluster);
        }

        cluster.CauseTitle = stored.Causes.Length > 0 ? causes.Find(stored.Causes[0])?.Title : null;
        foreach (var wording in wordings)
        {
            cluster.Represent(wording, options.CurrentValue.Representatives);
            clusters.Memberships.Set(wording.Text.Fingerprint, new Membership(cluster, Near: true, null, stored.Kept));
        }

        PutBackCells(cluster, stored, wordings, current);
        foreach (var other in stored.Separated.Select(NumberOf).OfType<int>())
        {
            clusters.Separations.Add(number, other);
        }

        foreach (var alias in stored.Aliases.Where(alias => clusters.Find(alias) is null))
        {
            clusters.Aliases.Add(alias, cluster);
        }

        return true;
    }

    private void PutBackCells(ClusterState cluster, StoredCluster stored, Representative[] wordings, HashSet<string> current)
    {
        foreach (var centroid in stored.Centroids.Where(centroid => current.Contains(centroid.Space)))
        {
            var key = new TableKey(stored.GuardKey, centroid.Space, centroid.IsOpaque);
            var cell = clusters.Settle(cluster, key, centroid.IsAdapted, [.. centroid.Anchor], centroid.ByOperator);
            centroid.Centroid.CopyTo(cell.Centroid);
            cell.Wordings = centroid.Wordings;
        }

        var lost = stored.Centroids.Where(centroid => !current.Contains(centroid.Space)).ToArray();
        if (lost.Length > 0)
        {
            foreach (var wording in wordings)
            {
                clusters.Settle(cluster, wording, lost[0].ByOperator);
            }
        }
    }

    private static int? NumberOf(string id) =>
        id.StartsWith("c-", StringComparison.Ordinal)
            && int.TryParse(id.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0
            ? number
            : null;
}
