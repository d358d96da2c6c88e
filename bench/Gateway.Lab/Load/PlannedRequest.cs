using System.Collections.Immutable;
using Gateway.Lab.GroundTruth;

namespace Gateway.Lab.Load;

/// <summary>A request as it will be sent, and what its sender knows about its fate.</summary>
/// <param name="AtMs">When it is due, milliseconds of the run; both sides judge it by this moment.</param>
/// <param name="Target">Path and query as sent.</param>
/// <param name="Headers">Headers to send, the principal's included.</param>
/// <param name="Item">The index of its traffic item.</param>
/// <param name="HealthyStatus">The status of its answer where nothing strikes it.</param>
/// <param name="HasBody">Whether there is a body, of <see cref="RequestFacts.BodyBytes"/> bytes.</param>
internal sealed record PlannedRequest(
    long Id,
    double AtMs,
    string Target,
    ImmutableArray<KeyValuePair<string, string>> Headers,
    int Item,
    int HealthyStatus,
    bool HasBody,
    RequestFacts Facts,
    Verdict Verdict);
