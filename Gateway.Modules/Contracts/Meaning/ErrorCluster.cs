using System.Collections.Immutable;

namespace Gateway.Modules.Contracts.Meaning;

/// <summary>A group of errors with the same cause, as it was at one moment.</summary>
/// <param name="Id">Stable: <c>c-7</c>; <c>other</c> for the overflow.</param>
/// <param name="Label">A short name for people, made of masked text.</param>
/// <param name="Kind">What the errors mean.</param>
/// <param name="CauseId">The known cause, where one was recognised.</param>
/// <param name="Confidence">Certainty of <paramref name="Kind"/>, 0 to 1.</param>
/// <param name="GuardKey">The class of answers it stands for, see <see cref="MaskedError.GuardKey"/>.</param>
/// <param name="UpstreamStatus">The status the upstream most often gave; 0 for transport failures.</param>
/// <param name="Size">Errors counted since the first one, weights included.</param>
/// <param name="RatePerSecond">Errors a second, lately.</param>
/// <param name="Severity">0 to 1, from rate, growth, share of traffic and kind.</param>
/// <param name="Trend">Growth of the rate: below 1 falling, above 1 rising.</param>
/// <param name="Status"><c>live</c>, <c>stale</c> or <c>muted</c>.</param>
/// <param name="Representatives">Masked texts, the first one first.</param>
/// <param name="Enforceable">Whether policies may be learned from it at all.</param>
public sealed record ErrorCluster(
    string Id,
    string Label,
    ErrorKind Kind,
    string? CauseId,
    double Confidence,
    string GuardKey,
    int UpstreamStatus,
    double Size,
    double RatePerSecond,
    double Severity,
    double Trend,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    string Status,
    ImmutableArray<string> Representatives,
    bool Enforceable)
{
    /// <summary>The cluster that takes what no other has room for. It never enforces.</summary>
    public const string OtherId = "other";

    /// <summary>What <see cref="Status"/> says of a cluster that an operator wants left alone.</summary>
    public const string MutedStatus = "muted";

    /// <summary>
    /// The operator's name for it, or the known cause's title; null where only the text of its errors names it, which may be any client's.
    /// </summary>
    public string? Title { get; init; }

    public bool IsMuted => Status == MutedStatus;

    public ClusterReference Reference => new(Id, Title ?? Kind.ToString(), Kind);
}

/// <summary>The part of a cluster that policies and refusals carry.</summary>
/// <param name="Id">The cluster's id.</param>
/// <param name="Label">Its title, else its kind: whoever is refused reads it, so it is never the text of an error.</param>
/// <param name="Kind">What the errors mean.</param>
public sealed record ClusterReference(string Id, string Label, ErrorKind Kind);
