using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Gateway.Lab.Scoring;

/// <summary>Writes and reads assignments: a header row, then one row an error.</summary>
internal static class AssignmentFile
{
    public static string Render(IEnumerable<Assignment> assignments)
    {
        var csv = new StringBuilder();
        Csv.AppendRow(csv, Assignment.Columns.AsSpan());
        foreach (var assignment in assignments)
        {
            Csv.AppendRow(csv, assignment.Fields);
        }

        return csv.ToString();
    }

    /// <summary>The rows by id, or what is wrong with the file.</summary>
    public static (FrozenDictionary<string, Assignment>? Assignments, string? Problem) Read(string file)
    {
        try
        {
            return Parse(File.ReadAllText(file), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"{file}: {e.Message}");
        }
    }

    public static (FrozenDictionary<string, Assignment>? Assignments, string? Problem) Parse(string text, string name)
    {
        if (Csv.Parse(text) is not [var header, .. var rows] || !header.Contains("id") || !header.Contains("cluster"))
        {
            return (null, $"{name}: must be comma-separated values whose first row names the columns id and cluster");
        }

        var assignments = new Dictionary<string, Assignment>(rows.Length, StringComparer.Ordinal);
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i].Length != header.Length || AssignmentOf(header, rows[i]) is not { } assignment)
            {
                return (null, $"{name}: row {i + 2} does not fit the header, or a confidence is no number");
            }

            if (!assignments.TryAdd(assignment.Id, assignment))
            {
                return (null, $"{name}: row {i + 2} repeats the id {assignment.Id}");
            }
        }

        return (assignments.ToFrozenDictionary(StringComparer.Ordinal), null);
    }

    private static Assignment? AssignmentOf(ImmutableArray<string> header, ImmutableArray<string> row)
    {
        var readable = TryNumber(Field("confidence"), out var confidence) & TryNumber(Field("kindConfidence"), out var kindConfidence);
        return readable && Field("id") is { } id && Field("cluster") is { } cluster
            ? new Assignment(id, cluster, Field("cause"), Field("kind"), confidence, Field("topCause"), kindConfidence,
                Field("fingerprint"))
            : null;

        string? Field(string column) => header.IndexOf(column) is var i and >= 0 && row[i].Length > 0 ? row[i] : null;
    }

    private static bool TryNumber(string? text, out double? number)
    {
        var readable = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value);
        number = readable ? value : null;
        return readable || text is null;
    }
}
