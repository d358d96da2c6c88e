namespace Gateway.Lab.GroundTruth;

/// <summary>
/// What a request is, seen from either side: the generator fills it from its plan, the upstream from what arrived.
/// Headers compare without case; a value that is absent is not in its dictionary.
/// </summary>
/// <param name="Path">The traffic item's path as written.</param>
/// <param name="BodyBytes">Size of the body, 0 without one.</param>
internal sealed record RequestFacts(
    string Route,
    string Upstream,
    string Method,
    string Path,
    string Principal,
    IReadOnlyDictionary<string, string> Headers,
    IReadOnlyDictionary<string, string> Query,
    IReadOnlyDictionary<string, string> Body,
    long BodyBytes)
{
    public static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();
}
