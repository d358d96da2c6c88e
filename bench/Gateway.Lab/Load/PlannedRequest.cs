using System.Collections.Immutable;
using Gateway.Lab.GroundTruth;
using Gateway.Lab.Scenarios;

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
    Verdict Verdict)
{
    /// <summary>More than the requests of any plan, so that the numbers of what is sent again are nobody else's.</summary>
    private const long AttemptStride = 1_000_000_000;

    /// <summary>How often the same was sent before.</summary>
    public int Attempt { get; init; }

    /// <summary>What its sender does when it fails or is refused; null where it gives up.</summary>
    public RetryHabit? Retries { get; init; }

    /// <summary>The same sent again at another moment: a request like any other, with its own number, coins and verdict.</summary>
    public PlannedRequest Again(double atMs, Truth truth, TrafficItem item)
    {
        var id = Id + AttemptStride;
        return this with
        {
            Id = id,
            AtMs = atMs,
            Attempt = Attempt + 1,
            HealthyStatus = truth.HealthyStatus(item, id),
            Verdict = truth.Judge(Facts, id, atMs),
        };
    }
}
