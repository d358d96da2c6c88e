using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Gateway.Lab.Scoring;

namespace Gateway.Lab.Commands;

/// <summary>
/// Reads a file of error texts: a JSON object a line with <c>id</c> (<c>seq</c> in streams), <c>text</c>, <c>http_status</c> and
/// <c>content_type</c>; more is ignored.
/// </summary>
internal static class ErrorItems
{
    public static (ImmutableArray<ErrorItem> Items, ImmutableArray<string> Mistakes) Read(string file)
    {
        var items = ImmutableArray.CreateBuilder<ErrorItem>();
        var mistakes = ImmutableArray.CreateBuilder<string>();
        try
        {
            var number = 0;
            foreach (var line in File.ReadLines(file))
            {
                number++;
                if (string.IsNullOrWhiteSpace(line))
                {
                    continue;
                }

                if (Parse(line) is { } item)
                {
                    items.Add(item);
                }
                else
                {
                    mistakes.Add(
                        $"{file}({number}): must be an object with id or seq, the text text, the number http_status and the text "
                            + "content_type");
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            mistakes.Add($"{file}: {e.Message}");
        }

        return (items.ToImmutable(), mistakes.ToImmutable());
    }

    /// <summary>Null where the line is malformed.</summary>
    public static ErrorItem? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var status = root.TryGetProperty("http_status", out var s) && s.ValueKind == JsonValueKind.Number ? s.GetInt32() : 0;
            var type = root.TryGetProperty("content_type", out var t) ? t.GetString() : null;
            var text = root.GetProperty("text").GetString();
            return text is null || ItemId.Of(root) is not { } id ? null : new ErrorItem(id, ResponseOf(status, type, text));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>A text without a status was no answer but a failure of the transport.</summary>
    private static ErrorResponse ResponseOf(int status, string? contentType, string text) => status == 0
        ? new ErrorResponse(RequestOutcome.TransportError, 0, null, null, null, null, default, text)
        : new ErrorResponse(RequestOutcome.UpstreamError, status, null, null, contentType, null, Encoding.UTF8.GetBytes(text), null);
}
