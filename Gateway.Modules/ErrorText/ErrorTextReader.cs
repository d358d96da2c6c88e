using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Gateway.Modules.ErrorText.Extraction;
using Gateway.Modules.ErrorText.Masking;
using Gateway.Modules.ErrorText.Text;
using Gateway.Modules.Shared.Bodies;

namespace Gateway.Modules.ErrorText;

/// <summary>Decodes, extracts, shortens, masks and fingerprints. Has no state, so any thread may use it.</summary>
internal sealed class ErrorTextReader(Masker masker) : IErrorTextReader
{
    public MaskedError Read(in ErrorResponse response)
    {
        var guardKey = GuardKeys.Of(in response);
        if (guardKey == GuardKeys.Slow)
        {
            // Nothing that was sent is in it, and masked, two routes could read the same.
            var text = "slow answers of " + response.Route;
            return new MaskedError(text, FingerprintOf(text, guardKey), guardKey);
        }

        string masked;
        try
        {
            var raw = TextShape.Shorten(TextShape.CollapseSpaces(RawTextOf(in response)), TextShape.LongestRaw);
            masked = TextShape.Shorten(masker.Mask(raw), TextShape.Longest);
        }
        catch (Exception)
        {
            // A body that defeats the extraction must not lose the error. Nothing of it is logged: it may hold anything.
            masked = "";
        }

        if (masked.Length == 0)
        {
            masked = StatusText.Of(in response);
        }

        return new MaskedError(masked, FingerprintOf(masked, guardKey), guardKey, OpaqueText.Is(masked));
    }

    /// <summary>XXH64 (Collet) of the text in UTF-16, little-endian, after the guard key: the same on every replica.</summary>
    private static Fingerprint FingerprintOf(string masked, string guardKey)
    {
        var seed = XxHash64.HashToUInt64(MemoryMarshal.AsBytes(guardKey.AsSpan()));
        return new Fingerprint(XxHash64.HashToUInt64(MemoryMarshal.AsBytes(masked.AsSpan()), unchecked((long)seed)));
    }

    private static string RawTextOf(in ErrorResponse response)
    {
        if (response.Outcome.HasNoAnswer() && !string.IsNullOrWhiteSpace(response.TransportError))
        {
            return response.TransportError;
        }

        if (response.GrpcStatus is > 0)
        {
            return StatusText.OfGrpc(response.GrpcStatus.Value, response.GrpcMessage);
        }

        var text = response.Body.IsEmpty ? "" : TextOfBody(in response);
        return text.Length > 0 ? text : response.TransportError ?? "";
    }

    private static string TextOfBody(in ErrorResponse response)
    {
        using var body = DecodedBody.Of(response.Body, response.ContentEncoding);
        if (body.Bytes.IsEmpty)
        {
            return "";
        }

        if (MediaTypes.IsGrpcWeb(response.ContentType))
        {
            return GrpcWebExtraction.Read(body.Bytes.Span, response.ContentType);
        }

        var bytes = TextDecoding.ToUtf8(body.Bytes, response.ContentType).Span.Trim(" \t\r\n"u8);
        // Some services keep scripts of other sites from reading their JSON by a line that is none.
        bytes = bytes.StartsWith(")]}'"u8) ? bytes[4..].TrimStart(", \t\r\n"u8) : bytes;
        if (bytes.IsEmpty)
        {
            return "";
        }

        if (bytes[0] is (byte)'{' or (byte)'[' or (byte)'"' && JsonExtraction.TryRead(bytes, response.Status, out var fields))
        {
            return fields;
        }

        var text = MultipartExtraction.Read(Encoding.UTF8.GetString(bytes), response.ContentType);
        if (EventStreamExtraction.IsEventStream(text, response.ContentType)
            && EventStreamExtraction.Read(text, response.Status) is { Length: > 0 } told)
        {
            return told;
        }

        return QuotedAnswer.Read(MarkupExtraction.IsMarkup(text) ? MarkupExtraction.Read(text) : text, response.Status, out _);
    }
}
