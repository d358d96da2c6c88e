namespace Gateway.Modules.Contracts.Meaning;

/// <summary>What the catalogue of known causes says about one error.</summary>
/// <param name="TopCause">Id of the likeliest known cause.</param>
/// <param name="Confidence">Calibrated probability that <paramref name="TopCause"/> is right, 0 to 1.</param>
/// <param name="Named">Whether the error may be given that name: confident enough, and not a stranger to the catalogue.</param>
/// <param name="Kind">The likeliest kind over all causes; <see cref="ErrorKind.Unknown"/> below the confidence that is asked for.</param>
/// <param name="KindConfidence">Probability of <paramref name="Kind"/>, 0 to 1.</param>
/// <param name="ByExample">Whether a user's example named it: then both confidences are the cosine to that example, not
/// probabilities.</param>
public sealed record CauseVerdict(
    string TopCause, double Confidence, bool Named, ErrorKind Kind, double KindConfidence, bool ByExample = false);

/// <summary>An entry of the catalogue.</summary>
public sealed record KnownCause(string Id, string Title, string TitleZh, ErrorKind Kind, string Advice);
