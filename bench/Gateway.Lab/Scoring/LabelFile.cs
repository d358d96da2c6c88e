using System.Collections.Immutable;
using System.Text.Json;

namespace Gateway.Lab.Scoring;

/// <summary>
/// Reads a file of labels: a JSON object a line with <c>id</c> (or <c>seq</c>, in streams) and <c>class</c>, and where known
/// <c>natural_lang</c> or <c>lang</c>, <c>confusable_with</c> and <c>template_id</c>; more is ignored.
/// </summary>
internal static class LabelFile
{
    public static (ImmutableArray<ErrorLabel> Labels, string? Problem) Read(string file)
    {
        var labels = ImmutableArray.CreateBuilder<ErrorLabel>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
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

                if (Parse(line) is not { } label)
                {
                    return ([], $"{file}({number}): must be an object with id or seq, and the text class");
                }

                if (!ids.Add(label.Id))
                {
                    return ([], $"{file}({number}): repeats the id {label.Id}");
                }

                labels.Add(label);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ([], $"{file}: {e.Message}");
        }

        return labels.Count == 0 ? ([], $"{file}: holds no labels") : (labels.ToImmutable(), null);
    }

    /// <summary>Null where the line is malformed.</summary>
    public static ErrorLabel? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            return ItemId.Of(root) is { } id && TextOf(root, "class") is { } name
                ? new ErrorLabel(id, name, TextOf(root, "natural_lang") ?? TextOf(root, "lang"), IsConfusable(root),
                    TextOf(root, "template_id"))
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool IsConfusable(JsonElement root) =>
        root.TryGetProperty("confusable_with", out var others) && others.ValueKind == JsonValueKind.Array && others.GetArrayLength() > 0;
}
