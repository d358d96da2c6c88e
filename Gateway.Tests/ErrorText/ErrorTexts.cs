using System.Text;
using Gateway.Modules.ErrorText;
using Gateway.Modules.ErrorText.Masking;

namespace Gateway.Tests.ErrorText;

/// <summary>Short ways to an error text.</summary>
internal static class ErrorTexts
{
    public static readonly Masker Masker = new();

    private static readonly ErrorTextReader Reader = new(Masker);

    public static MaskedError Of(string body, int status = 500, string? contentType = null) =>
        OfBytes(Encoding.UTF8.GetBytes(body), null, status, contentType);

    public static MaskedError OfBytes(byte[] body, string? encoding, int status = 500, string? contentType = null) =>
        Reader.Read(new ErrorResponse(RequestOutcome.UpstreamError, status, null, null, contentType, encoding, body, null));

    public static MaskedError OfTransport(RequestOutcome outcome, string? text) =>
        Reader.Read(new ErrorResponse(outcome, 502, null, null, null, null, default, text));

    public static MaskedError OfSlow(string route) => Reader.Read(
        new ErrorResponse(RequestOutcome.Slow, 200, null, null, null, null, Encoding.UTF8.GetBytes("a good answer"), null) { Route = route });

    public static MaskedError OfGrpc(int status, string? message) =>
        Reader.Read(new ErrorResponse(RequestOutcome.UpstreamError, 200, status, message, "application/grpc", null, default, null));
}
