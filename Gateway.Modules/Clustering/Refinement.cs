using System.Numerics.Tensors;

namespace Gateway.Modules.Clustering;

/// <summary>
/// Puts right what one pass in the order of arrival got wrong: clusters whose centroids have come nearer than the threshold to group are
/// merged into the older one; a representative that its centroid has left goes to the nearest cluster that would take it, else to a new
/// one. Only centroids that moved since the last time are looked at. What operators did stays. Runs under the set's lock.
/// </summary>
internal sealed class Refinement(ClusterSet clusters)
{
    /// <summary>Comparisons in one run, about 50 ms; what is left over is done the next time.</summary>
    private const int MostComparisons = 1_000_000;

    /// <returns>How many clusters were merged.</returns>
    public int Run(ClusteringOptions options, DateTimeOffset now)
    {
        var merged = 0;
        var comparisons = 0;
        var moved = new Queue<ClusterCell>(clusters.Tables
            .SelectMany(table => table.Cells)
            .Where(cell => cell.Moved)
            .OrderBy(cell => cell.Cluster.Number)
            .ThenBy(cell => cell.Row));
        while (comparisons < MostComparisons && moved.TryDequeue(out var cell))
        {
            // Merged away, or come up again after its cluster merged.
            if (!cell.Moved || !cell.Cluster.Cells.Contains(cell))
            {
                continue;
            }

            cell.Moved = false;
            var thresholds = ClusteringThresholds.Of(options, cell.Table.IsAdapted);
            comparisons += cell.Table.Cells.Count;
            if (FindMergeable(cell, thresholds) is { } other)
            {
                var (older, younger) = cell.Cluster.Number < other.Cluster.Number ? (cell, other) : (other, cell);
                clusters.Merge(older, younger, thresholds, now);
                older.Moved = true;
                moved.Enqueue(older);
                merged++;
            }
            else
            {
                MoveStragglers(cell, thresholds, options, now);
            }
        }

        return merged;
    }

    private ClusterCell? FindMergeable(ClusterCell cell, ClusteringThresholds thresholds)
    {
        var nearest = cell.Table.FindNearest(cell.Centroid, other => MayMerge(cell.Cluster, other.Cluster));
        return nearest.Similarity >= thresholds.Group ? nearest.Cell : null;
    }

    private bool MayMerge(ClusterState one, ClusterState two) =>
        one != two
        && one.Muted == two.Muted
        && (one.OperatorLabel is null || two.OperatorLabel is null || one.OperatorLabel == two.OperatorLabel)
        && (one.Causes.Count == 0 || two.Causes.Count == 0)
        && !clusters.Separations.Contains(one, two);

    private void MoveStragglers(ClusterCell cell, ClusteringThresholds thresholds, ClusteringOptions options, DateTimeOffset now)
    {
        var cluster = cell.Cluster;
        // The first one is the anchor, which the centroid cannot leave.
        foreach (var wording in cluster.Representatives.Skip(1).ToArray())
        {
            if (wording.Place != cell.Table.Key
                || !clusters.Memberships.TryGet(wording.Text.Fingerprint, out var membership)
                || membership.ByOperator
                || membership.Cluster != cluster
                || IsThereForItsCause(membership)
                || IsNear(cluster, wording, thresholds))
            {
                continue;
            }

            Place(wording, cluster, membership, thresholds, cell.Table, options, now);
        }
    }

    private bool IsThereForItsCause(in Membership membership) =>
        membership.Cause is { } cause
        && (cause.Named || clusters.FindLikely(cause.TopCause, membership.Cluster.GuardKey) == membership.Cluster);

    private static bool IsNear(ClusterState cluster, Representative wording, ClusteringThresholds thresholds) =>
        cluster.Cells.Any(cell => cell.Table.Key == wording.Place
            && TensorPrimitives.Dot(wording.Vector.Span, cell.Centroid) >= thresholds.Group);

    private void Place(
        Representative wording,
        ClusterState from,
        Membership membership,
        ClusteringThresholds thresholds,
        CentroidTable table,
        ClusteringOptions options,
        DateTimeOffset now)
    {
        var nearest = table.FindNearest(
            wording.Vector.Span, cell => cell.Cluster != from && !clusters.Separations.Contains(cell.Cluster, from));
        var isNear = nearest.Similarity >= thresholds.Act && nearest.Similarity - nearest.RunnerUp >= thresholds.Margin;
        ClusterState to;
        if (nearest.Cell is { } cell && nearest.Similarity >= thresholds.Group)
        {
            to = cell.Cluster;
            clusters.Join(cell, wording.Vector.Span, thresholds);
        }
        else if (clusters.Open(wording.Text.Masked, from.GuardKey, hasEvidence: true, from.Kind, now, now) is { } opened)
        {
            to = opened;
            isNear = true;
            clusters.Settle(opened, table.Key, table.IsAdapted, wording.Vector.ToArray());
        }
        else
        {
            return;
        }

        from.RemoveRepresentative(wording);
        to.Represent(wording, options.Representatives);
        clusters.Memberships.Set(wording.Text.Fingerprint, membership with { Cluster = to, Near = isNear });
    }
}
