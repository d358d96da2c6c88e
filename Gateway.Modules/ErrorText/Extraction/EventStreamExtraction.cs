using System.Text;

namespace Gateway.Modules.ErrorText.Extraction;

/// <summary>
/// Takes the error from a stream of server-sent events (WHATWG HTML, section 9.2): an event named <c>error</c>, or one whose data is JSON with an
/// <c>error</c> in it, as model servers send in the middle of an answer that began well.
/// </summary>
internal static class EventStreamExtraction
{
    /// <summary>Events whose data is parsed: an error ends its stream, so it is never one of many.</summary>
    private const int MostParsed = 8;

    public static bool IsEventStream(ReadOnlySpan<char> text, string? contentType) =>
        (contentType is not null && contentType.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase))
        || text.StartsWith("data: {", StringComparison.Ordinal)
        || text.StartsWith("data:{", StringComparison.Ordinal)
        || ((text.StartsWith("event:", StringComparison.Ordinal) || text.StartsWith("id:", StringComparison.Ordinal) || text.StartsWith(":", StringComparison.Ordinal))
            && text.Contains("\ndata:", StringComparison.Ordinal));

    /// <summary>The error's text, empty where no event tells of one.</summary>
    public static string Read(string text, int status)
    {
        var found = "";
        var parsed = 0;
        var data = new StringBuilder();
        var isError = false;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.IsEmpty)
            {
                Finish();
            }
            else if (line.StartsWith("event:", StringComparison.Ordinal))
            {
                isError = line.Contains("error", StringComparison.OrdinalIgnoreCase);
            }
            else if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                data.Append(data.Length > 0 ? "\n" : "").Append(line[5..].TrimStart(' '));
            }
        }

        Finish();
        return found;

        void Finish()
        {
            if (data.Length > 0 && parsed < MostParsed)
            {
                var content = data.ToString();
                if (isError || status >= 400 || content.Contains("\"err", StringComparison.Ordinal))
                {
                    parsed++;
                    var told = TextOf(content, status);
                    found = told.Length > 0 && (found.Length == 0 || isError) ? told : found;
                }
            }

            data.Clear();
            isError = false;
        }
    }

    private static string TextOf(string content, int status)
    {
        if (content is "[DONE]")
        {
            return "";
        }

        return content[0] is '{' or '[' or '"' && JsonExtraction.TryRead(Encoding.UTF8.GetBytes(content), status, out var told) ? told : content;
    }
}
