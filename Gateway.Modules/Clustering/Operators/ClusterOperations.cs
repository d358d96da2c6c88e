using System.Globalization;
using System.IO.Hashing;
using System.Numerics.Tensors;
using System.Text;
using Gateway.Modules.Clustering.Causes;
using Gateway.Modules.Clustering.Kinds;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Clustering.Operators;

/// <summary>Operators' corrections, under the set's lock.</summary>
internal sealed class ClusterOperations(
    ClusterSet clusters,
    IClusteringEngine engine,
    IUserCauses causes,
    IErrorTextReader reader,
    IOptionsMonitor<ClusteringOptions> options,
    TimeProvider time) : IClusterOperations
{
    /// <summary>From here on two vectors are those of one wording.</summary>
    private const float SameWording = 0.9999f;

    private const int LongestId = 64;

    public ClusterOperationResult Merge(string into, string from)
    {
        lock (clusters.Gate)
        {
            if (clusters.Find(into) is not { } survivor || clusters.Find(from) is not { } merged)
            {
                return ClusterOperationResult.NotFound;
            }

            if (survivor == merged)
            {
                return ClusterOperationResult.Refused($"'{into}' and '{from}' are one cluster already");
            }

            if (survivor.Number == 0 || merged.Number == 0)
            {
                return ClusterOperationResult.Refused($"'{ErrorCluster.OtherId}' has no cause of its own");
            }

            if (survivor.GuardKey != merged.GuardKey)
            {
                return ClusterOperationResult.Refused(
                    $"'{into}' has {survivor.GuardKey} answers and '{from}' {merged.GuardKey} ones: what is done about them differs");
            }

            clusters.Separations.Remove(survivor, merged);
            clusters.Merge(survivor, merged, keepNear: true, time.GetUtcNow());
            survivor.Kept = true;
        }

        return Show(into);
    }

    public ClusterOperationResult Split(string id, IReadOnlyList<Fingerprint> fingerprints, IReadOnlyList<int> representatives)
    {
        string opened;
        lock (clusters.Gate)
        {
            if (clusters.Find(id) is not { } cluster)
            {
                return ClusterOperationResult.NotFound;
            }

            if (FindSplitProblem(cluster, fingerprints, representatives) is { } problem)
            {
                return ClusterOperationResult.Refused(problem);
            }

            var wordings = cluster.Representatives
                .Where((wording, index) => representatives.Contains(index) || fingerprints.Contains(wording.Text.Fingerprint))
                .ToArray();
            var now = time.GetUtcNow();
            var label = wordings.Length > 0 ? wordings[0].Text.Masked : $"split from {cluster.Id}";
            if (clusters.Open(label, cluster.GuardKey, cluster.HasEvidence, cluster.Kind, now, now) is not { } split)
            {
                return ClusterOperationResult.Refused("all places for clusters are taken (Gateway:Clustering:MaxClusters)");
            }

            MoveTo(split, cluster, wordings, fingerprints);
            clusters.Separations.Add(cluster.Number, split.Number);
            (cluster.Kept, split.Kept) = (true, true);
            opened = split.Id;
        }

        return Show(opened);
    }

    public ClusterOperationResult Mute(string id, bool muted)
    {
        lock (clusters.Gate)
        {
            if (clusters.Find(id) is not { } cluster)
            {
                return ClusterOperationResult.NotFound;
            }

            if (cluster.Number == 0)
            {
                return ClusterOperationResult.Refused($"'{ErrorCluster.OtherId}' never acts anyway");
            }

            cluster.Muted = muted;
            cluster.Kept = true;
        }

        return Show(id);
    }

    public ClusterOperationResult Label(string id, ClusterLabel label)
    {
        if (engine.GetCluster(id) is not { } shown)
        {
            return ClusterOperationResult.NotFound;
        }

        if (shown.Id == ErrorCluster.OtherId)
        {
            return ClusterOperationResult.Refused($"'{ErrorCluster.OtherId}' has no cause of its own");
        }

        // Examples are embedded, milliseconds each: outside the lock.
        var cause = label.Examples.Count > 0 ? IdOf(label.Text) : null;
        var examples = label.Examples.Select(example => Mask(example, shown)).ToArray();
        if (cause is not null && causes.Add(cause, label.Text, label.Kind ?? shown.Kind, examples) is { } problem)
        {
            return ClusterOperationResult.Refused(problem);
        }

        lock (clusters.Gate)
        {
            if (clusters.Find(id) is not { Number: > 0 } cluster)
            {
                return ClusterOperationResult.NotFound;
            }

            cluster.OperatorLabel = label.Text;
            cluster.Kept = true;
            if (label.Kind is { } kind)
            {
                (cluster.Kind, cluster.KindByOperator) = (new KindVerdict(kind, 1), true);
            }

            if (cause is not null)
            {
                clusters.BindCause(cause, cluster);
            }
        }

        return Show(id);
    }

    private ClusterOperationResult Show(string id) => new(engine.GetCluster(id), null);

    private string? FindSplitProblem(ClusterState cluster, IReadOnlyList<Fingerprint> fingerprints, IReadOnlyList<int> representatives)
    {
        var shown = cluster.Representatives;
        if (cluster.Number == 0)
        {
            return $"'{ErrorCluster.OtherId}' has no cause of its own";
        }

        foreach (var index in representatives.Where(index => index < 0 || index >= shown.Count))
        {
            return $"there is no representative {index}, they count from 0 to {shown.Count - 1}";
        }

        foreach (var fingerprint in fingerprints.Where(
            print => !clusters.Memberships.TryGet(print, out var known) || known.Cluster != cluster))
        {
            return $"fingerprint {fingerprint} is not in '{cluster.Id}'";
        }

        return shown.Where((wording, index) => !representatives.Contains(index) && !fingerprints.Contains(wording.Text.Fingerprint)).Any()
            ? null
            : "one representative at least must stay";
    }

    private void MoveTo(ClusterState split, ClusterState from, Representative[] wordings, IReadOnlyList<Fingerprint> fingerprints)
    {
        var clustering = options.CurrentValue;
        foreach (var wording in wordings)
        {
            from.RemoveRepresentative(wording);
            split.Represent(wording, clustering.Representatives);
            clusters.Settle(split, wording, byOperator: true);
        }

        foreach (var fingerprint in fingerprints.Concat(wordings.Select(wording => wording.Text.Fingerprint)).Distinct())
        {
            var cause = clusters.Memberships.TryGet(fingerprint, out var known) ? known.Cause : null;
            clusters.Memberships.Set(fingerprint, new Membership(split, Near: true, cause, ByOperator: true));
        }

        Unseat(from, wordings);
    }

    /// <summary>A centroid whose anchor went with the split is made anew from the wordings that stay.</summary>
    private void Unseat(ClusterState from, Representative[] gone)
    {
        foreach (var cell in from.Cells.ToArray())
        {
            if (Array.Exists(gone, wording => wording.Place == cell.Table.Key
                && TensorPrimitives.Dot(wording.Vector.Span, cell.Anchor) >= SameWording))
            {
                clusters.RemoveCell(cell);
                foreach (var wording in from.Representatives.Where(wording => wording.Place == cell.Table.Key))
                {
                    clusters.Settle(from, wording, cell.ByOperator);
                }
            }
        }
    }

    /// <summary>Examples are written as they were seen: they take an error's own way.</summary>
    private string Mask(string example, ErrorCluster cluster) =>
        reader.Read(ErrorResponse.OfText(example, cluster.UpstreamStatus is >= 400 and var status ? status : 500)).Masked;

    /// <summary>One label, one cause: a label that is long or in another script than ours is named by its hash.</summary>
    private static string IdOf(string label)
    {
        var slug = new StringBuilder("user_");
        foreach (var letter in label)
        {
            slug.Append(char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '_');
        }

        return slug.Length <= LongestId && label.All(char.IsAscii)
            ? slug.ToString()
            : string.Create(CultureInfo.InvariantCulture, $"user_{XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(label)):x16}");
    }
}
