using System.Collections.Immutable;

namespace Gateway.Modules.Contracts.Meaning;

/// <summary>Everything that is needed to go on with a cluster after a restart. Masked texts only.</summary>
/// <param name="Label">The operator's name for it; null where the first text or the cause gives it.</param>
/// <param name="Kind">Its kind, whether or not that is certain enough to be shown.</param>
/// <param name="Causes">Ids of the known causes whose errors go here; the first one is shown.</param>
/// <param name="Kept">Whether an operator touched it: then it never gives up its place.</param>
/// <param name="Separated">Ids of clusters it must never be merged with.</param>
/// <param name="Aliases">Ids of clusters that went into it.</param>
public sealed record StoredCluster(
    string Id,
    string GuardKey,
    string? Label,
    ErrorKind Kind,
    double Confidence,
    bool KindByOperator,
    ImmutableArray<string> Causes,
    bool Muted,
    bool Kept,
    double Size,
    double Events,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    ImmutableArray<StoredStatus> Statuses,
    ImmutableArray<StoredRepresentative> Representatives,
    ImmutableArray<StoredCentroid> Centroids,
    ImmutableArray<string> Separated,
    ImmutableArray<string> Aliases);

/// <summary>How often the upstream gave a status.</summary>
public readonly record struct StoredStatus(int Status, double Count);

/// <summary>A representative, in the order they are shown in.</summary>
/// <param name="IsOpaque">See <see cref="MaskedError.IsOpaque"/>.</param>
public sealed record StoredRepresentative(string Masked, Fingerprint Fingerprint, bool IsOpaque = false);

/// <summary>A centroid and its anchor, unit vectors of one space.</summary>
public sealed record StoredCentroid(
    string Space,
    bool IsAdapted,
    bool IsOpaque,
    bool ByOperator,
    int Wordings,
    ImmutableArray<float> Anchor,
    ImmutableArray<float> Centroid);

/// <summary>Takes clusters out of the engine and puts them back.</summary>
public interface IClusterArchive
{
    IReadOnlyList<StoredCluster> Export();

    /// <summary>
    /// Puts clusters back under their ids, those first that were seen last, as far as there is room; ids that are taken are left out.
    /// Centroids of a space that is not in use any more are made anew from the representatives; milliseconds each, so for the start.
    /// </summary>
    /// <returns>How many were put back.</returns>
    int Restore(IEnumerable<StoredCluster> clusters);
}
