namespace Gateway.Modules.Admin.Clusters;

/// <summary>An error cluster as the API shows it.</summary>
/// <param name="Policies">Ids of the live policies that name it.</param>
/// <param name="Scopes">What attribution found, whether or not a policy stands on it.</param>
/// <param name="Finding">How far attribution is, see <see cref="ClusterFinding.Status"/>; null before it looked.</param>
internal sealed record ClusterBody(
    string Id,
    string Label,
    ErrorKind Kind,
    string? CauseId,
    double Confidence,
    double Size,
    double RatePerSecond,
    double Severity,
    double Trend,
    DateTime FirstSeen,
    DateTime LastSeen,
    string Status,
    IReadOnlyList<string> Representatives,
    IReadOnlyList<string> Policies,
    bool Enforceable,
    IReadOnlyList<string> Scopes,
    string? Finding);

/// <summary>Two clusters before one went into the other, and the one afterwards.</summary>
internal sealed record MergeBody(ClusterBody? Into, ClusterBody? From);
