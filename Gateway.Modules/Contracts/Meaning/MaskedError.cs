using System.Text;

namespace Gateway.Modules.Contracts.Meaning;

/// <summary>What is left of an error response: the meaningful part with its values masked. Safe to store, log and show.</summary>
/// <param name="Masked">The extracted, masked text; never empty (a status line where the body said nothing).</param>
/// <param name="Fingerprint">Hash of <paramref name="Masked"/> and <paramref name="GuardKey"/>.</param>
/// <param name="GuardKey">One of <see cref="GuardKeys"/>: errors with different ones never share a cluster.</param>
/// <param name="IsOpaque">Whether it says that something failed, but not what.</param>
public sealed record MaskedError(string Masked, Fingerprint Fingerprint, string GuardKey, bool IsOpaque = false);

/// <summary>The raw material of a <see cref="MaskedError"/>. Lives only while the request's outcome is being processed.</summary>
/// <param name="GrpcMessage">As it is meant: it travels percent-encoded and is decoded where it is read.</param>
public readonly record struct ErrorResponse(
    RequestOutcome Outcome,
    int Status,
    int? GrpcStatus,
    string? GrpcMessage,
    string? ContentType,
    string? ContentEncoding,
    ReadOnlyMemory<byte> Body,
    string? TransportError)
{
    /// <summary>The route, of which a slow answer's text speaks; empty where it is not known.</summary>
    public string Route { get; init; } = "";

    /// <summary>A text that somebody wrote down, as the body of an answer.</summary>
    public static ErrorResponse OfText(string text, int status = 500) =>
        new(RequestOutcome.UpstreamError, status, null, null, null, null, Encoding.UTF8.GetBytes(text), null);

    public static ErrorResponse Of(in OutcomeRecord record) => new(
        record.Outcome,
        record.Status,
        record.GrpcStatus < 0 ? null : record.GrpcStatus,
        record.GrpcMessage,
        record.Body?.ContentType,
        record.Body?.ContentEncoding,
        record.Body?.Bytes ?? default,
        record.TransportError)
    {
        Route = record.Route,
    };
}

/// <summary>Extracts, masks and fingerprints an error response. Never throws, linear in the body's size. Thread-safe.</summary>
public interface IErrorTextReader
{
    MaskedError Read(in ErrorResponse response);
}
