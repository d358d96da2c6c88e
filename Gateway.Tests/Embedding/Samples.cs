using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Tests.Embedding;

/// <summary>Samples with the fields that embedder and clusterer look at.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static MaskedError Error(string masked, string guardKey = "5xx") =>
        new(masked, new Fingerprint(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(guardKey + masked))), guardKey, OpaqueText.Is(masked));

    public static OutcomeSample Failure(int id, string masked, string voter = "v") => Success(id) with
    {
        Voter = voter,
        Outcome = RequestOutcome.UpstreamError,
        Status = 500,
        Error = Error(masked),
    };

    public static OutcomeSample Success(int id) => new()
    {
        EventId = id.ToString(CultureInfo.InvariantCulture),
        ReplicaId = "r",
        SnapshotRevision = 1,
        Weight = 1,
        CompletedAt = Noon,
        Upstream = "shop",
        Dimensions = [],
        Voter = "v",
        Outcome = RequestOutcome.Success,
        Status = 200,
        LatencyMs = 1,
    };
}
