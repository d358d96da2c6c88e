using System.Net;
using System.Runtime.CompilerServices;

namespace Gateway.Modules.Contracts.Outcomes;

/// <summary>
/// One finished request, as the request's thread hands it over: references to what is already in memory, nothing computed,
/// nothing copied. It may carry raw values and must not leave the process; the sampler turns it into an <see cref="OutcomeSample"/>.
/// </summary>
public struct OutcomeRecord
{
    /// <summary>How many configured header dimensions a record has room for.</summary>
    public const int MaxHeaders = 8;

    /// <summary>How many body fields a record has room for.</summary>
    public const int MaxBodyFields = 4;

    public string Route;
    public string Upstream;
    public string Method;

    /// <summary>YARP's destination id; null when none was chosen.</summary>
    public string? Destination;

    /// <summary>The path as it came, without the query string.</summary>
    public string Path;

    /// <summary>The query string as it came, with its question mark, or empty.</summary>
    public string Query;

    /// <summary>Values of the configured header dimensions, in the order of <see cref="DimensionCatalogue.Headers"/>.</summary>
    public HeaderValues Headers;

    /// <summary>Values of the configured body fields, in the order of <see cref="DimensionCatalogue.BodyFields"/>.</summary>
    public BodyValues BodyFields;

    /// <summary>Content-Length of the request, -1 where unknown.</summary>
    public long BodyBytes;

    /// <summary>The trusted principal header's raw value; null where the client's address names the principal.</summary>
    public string? PrincipalKey;

    public IPAddress? ClientAddress;

    /// <summary>Whether the address is that of a proxy that nobody vouches for, so that it names no client.</summary>
    public bool PeerIsProxy;

    public RequestOutcome Outcome;
    public int Status;

    /// <summary>The gRPC status of a gRPC answer, -1 for none.</summary>
    public int GrpcStatus;
    public string? GrpcMessage;

    /// <summary>Forwarder error and inner messages where there was no answer.</summary>
    public string? TransportError;

    /// <summary>The copied error body; whoever takes the record out of the inbox disposes it.</summary>
    public CapturedBody? Body;

    public DateTimeOffset CompletedAt;
    public TimeSpan Latency;

    /// <summary>Revision of the policy snapshot this request was decided by.</summary>
    public long SnapshotRevision;

    /// <summary>The policy that touched this request, if any.</summary>
    public string? PolicyId;
    public PolicyRole PolicyRole;
}

/// <summary>Fixed room for header values.</summary>
[InlineArray(OutcomeRecord.MaxHeaders)]
public struct HeaderValues
{
    private string? _first;
}

/// <summary>Fixed room for body fields' values.</summary>
[InlineArray(OutcomeRecord.MaxBodyFields)]
public struct BodyValues
{
    private string? _first;
}

/// <summary>What a policy did with a request it matched.</summary>
public enum PolicyRole
{
    /// <summary>No policy matched.</summary>
    None,

    /// <summary>Let through on purpose while the breaker was open: evidence.</summary>
    HoldOut,

    /// <summary>Admitted by a half-open breaker.</summary>
    Probe,

    /// <summary>Admitted by a closed breaker that still watches.</summary>
    Watched,

    /// <summary>Admitted by a limiter: what is admitted is its evidence.</summary>
    Admitted,

    /// <summary>Would have been refused, were the policy enforced.</summary>
    ShadowRefused,

    /// <summary>Sent to a fallback instead of being refused.</summary>
    Rerouted,

    /// <summary>Refused.</summary>
    Refused,
}
