namespace Gateway.Modules.Contracts.Meaning;

/// <summary>What is left of an error response: the meaningful part with its values masked. Safe to store, log and show.</summary>
/// <param name="Masked">The extracted, masked text; never empty (a status line where the body said nothing).</param>
/// <param name="Fingerprint">Hash of <paramref name="Masked"/> and <paramref name="GuardKey"/>.</param>
/// <param name="GuardKey">Errors with different guard keys never share a cluster: <c>4xx</c>, <c>5xx</c>, <c>transport</c>, <c>timeout</c>, <c>grpc</c>, <c>body</c> (inside a 200).</param>
public sealed record MaskedError(string Masked, Fingerprint Fingerprint, string GuardKey);

/// <summary>The raw material of an <see cref="MaskedError"/>. Lives only while the request's outcome is being processed.</summary>
public readonly record struct ErrorResponse(
    RequestOutcome Outcome,
    int Status,
    int? GrpcStatus,
    string? GrpcMessage,
    string? ContentType,
    string? ContentEncoding,
    ReadOnlyMemory<byte> Body,
    string? TransportError);

/// <summary>Extracts, masks and fingerprints an error response. Never throws, linear in the body's size. Thread-safe.</summary>
public interface IErrorTextReader
{
    MaskedError Read(in ErrorResponse response);
}
