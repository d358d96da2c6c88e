using System.Net.ServerSentEvents;
using System.Text;
using Gateway.Modules.Shared.Bodies;

namespace Gateway.Modules.ErrorText.Extraction;

/// <summary>
/// Takes the error from a stream of server-sent events: from one that is named as errors are (<see cref="ErrorEvents"/>), or whose data is
/// JSON with an <c>error</c> in it, as model servers send in the middle of an answer that began well.
/// </summary>
internal static class EventStreamExtraction
{
    /// <summary>Events whose data is parsed: an error ends its stream, so it is never one of many.</summary>
    private const int MostParsed = 8;

    public static bool IsEventStream(ReadOnlySpan<char> text, string? contentType) =>
        MediaTypes.IsEventStream(contentType)
        || Begins(text, "data: {")
        || Begins(text, "data:{")
        || ((Begins(text, "event:") || Begins(text, "id:") || text.StartsWith(':')) && text.Contains("\ndata:", StringComparison.Ordinal));

    /// <summary>The error's text, empty where no event tells of one.</summary>
    public static string Read(string text, int status)
    {
        var found = "";
        var parsed = 0;
        // An upstream that fails often says so and is gone: the event that the end cuts off is one, too.
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text + "\n\n"));
        foreach (var item in SseParser.Create(stream).Enumerate())
        {
            var isError = ErrorEvents.IsError(item.EventType);
            if (item.Data.Length > 0 && (isError || status >= 400 || item.Data.Contains("\"err", StringComparison.Ordinal)))
            {
                var told = TextOf(item.Data, status);
                found = told.Length > 0 && (found.Length == 0 || isError) ? told : found;
                if (++parsed == MostParsed)
                {
                    break;
                }
            }
        }

        return found;
    }

    private static bool Begins(ReadOnlySpan<char> text, string start) => text.StartsWith(start, StringComparison.Ordinal);

    private static string TextOf(string data, int status)
    {
        if (data is "[DONE]")
        {
            return "";
        }

        return data[0] is '{' or '[' or '"' && JsonExtraction.TryRead(Encoding.UTF8.GetBytes(data), status, out var told) ? told : data;
    }
}
