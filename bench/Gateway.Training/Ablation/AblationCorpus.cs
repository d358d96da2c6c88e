using System.Text;
using System.Text.Json;
using Gateway.Lab.Commands;
using Gateway.Lab.Scoring;

namespace Gateway.Training.Ablation;

/// <summary>What the rules are measured on.</summary>
/// <param name="Dev">Labelled bodies, each with its class.</param>
/// <param name="Stream">Distinct bodies of a stream, each with its template.</param>
/// <param name="Hard">Distinct lines of real logs, each with its template.</param>
/// <param name="Secrets">Made-up secrets, of which none may survive.</param>
internal sealed record AblationCorpus(
    IReadOnlyList<(ErrorItem Item, string Class)> Dev,
    IReadOnlyList<(ErrorResponse Response, string Template)> Stream,
    IReadOnlyList<(string Line, string Template)> Hard,
    IReadOnlyList<MadeUpSecret> Secrets)
{
    public static AblationCorpus Read(string dev, string stream, string hard, string secrets) =>
        new(
            [.. Labelled(dev, "class")],
            [.. Labelled(stream, "template_id").DistinctBy(pair => (Encoding.UTF8.GetString(pair.Item.Response.Body.Span),
                pair.Label)).Select(pair => (pair.Item.Response, pair.Label))],
            [.. Directory.GetFiles(hard, "*.csv").Order(StringComparer.Ordinal).SelectMany(Lines).Distinct()],
            MadeUpSecret.Read(secrets));

    private static IEnumerable<(ErrorItem Item, string Label)> Labelled(string path, string label)
    {
        foreach (var line in File.ReadLines(path).Where(line => line.Length > 0))
        {
            using var json = JsonDocument.Parse(line);
            yield return (ErrorItems.Parse(line) ?? throw new InvalidDataException($"{path}: {line}"),
                json.RootElement.GetProperty(label).GetString()!);
        }
    }

    /// <summary>Templates are numbered per file.</summary>
    private static IEnumerable<(string Line, string Template)> Lines(string path)
    {
        var rows = Csv.Parse(File.ReadAllText(path)) ?? throw new InvalidDataException($"{path}: a quoted field does not end");
        var (content, template) = (rows[0].IndexOf("Content"), rows[0].IndexOf("EventId"));
        return rows.Skip(1).Where(row => row.Length > Math.Max(content, template)).Select(row => (row[content], $"{path}:{row[template]}"));
    }
}
