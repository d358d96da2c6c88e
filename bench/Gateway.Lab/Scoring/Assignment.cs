using System.Collections.Immutable;
using System.Globalization;

namespace Gateway.Lab.Scoring;

/// <summary>Where one error went and what it was taken for; one row of an assignments file.</summary>
/// <param name="Cause">The name it was given; null where it was not named.</param>
/// <param name="Kind">Null where there was no verdict.</param>
/// <param name="Confidence">Probability that <paramref name="TopCause"/> is right, 0 to 1.</param>
/// <param name="TopCause">The likeliest cause, named or not.</param>
/// <param name="KindConfidence">Probability of <paramref name="Kind"/>, 0 to 1.</param>
/// <param name="Fingerprint">16 hex digits.</param>
internal sealed record Assignment(
    string Id,
    string Cluster,
    string? Cause = null,
    string? Kind = null,
    double? Confidence = null,
    string? TopCause = null,
    double? KindConfidence = null,
    string? Fingerprint = null)
{
    /// <summary>The file's columns. Readers find them by name; only <c>id</c> and <c>cluster</c> must be there.</summary>
    public static readonly ImmutableArray<string> Columns =
        ["id", "cluster", "cause", "kind", "confidence", "topCause", "kindConfidence", "fingerprint"];

    public string?[] Fields => [Id, Cluster, Cause, Kind, Text(Confidence), TopCause, Text(KindConfidence), Fingerprint];

    private static string? Text(double? number) => number?.ToString("R", CultureInfo.InvariantCulture);
}
