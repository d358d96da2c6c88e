using Gateway.Modules.Shared.Bodies;

namespace Gateway.Modules.ErrorText.Extraction;

/// <summary>
/// Takes the last part's body from a multipart answer (RFC 2046), as batch services send them: an answer in a part has headers of its
/// own.
/// </summary>
internal static class MultipartExtraction
{
    /// <summary>The text as it is where it is not multipart.</summary>
    public static string Read(string text, string? contentType)
    {
        if (!MediaTypes.IsMultipart(contentType))
        {
            return text;
        }

        ReadOnlySpan<char> body = [];
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf("\n--", StringComparison.Ordinal);
            var part = end < 0 ? rest : rest[..end];
            var blank = Math.Max(part.LastIndexOf("\n\n", StringComparison.Ordinal), part.LastIndexOf("\n\r\n", StringComparison.Ordinal));
            body = blank >= 0 && !part[blank..].IsWhiteSpace() ? part[blank..].Trim() : body;
            rest = end < 0 ? [] : rest[(end + 3)..];
        }

        return body.IsEmpty ? text : body.ToString();
    }
}
