using Gateway.Lab.Figures;

namespace Gateway.Lab.Reports;

/// <summary>All runs, good and bad, as a document shows them: by scenario, then variant, then seed.</summary>
internal static class ResultBlock
{
    public const string Name = "runs";

    public static string Render(IReadOnlyCollection<RunFigures> runs)
    {
        var ordered = runs
            .Select((run, at) => (Run: run, At: at))
            .OrderBy(r => r.Run.Scenario, StringComparer.Ordinal)
            .ThenBy(r => r.At)
            .Select(r => ResultTable.CellsOf(r.Run).Select(CodeFree));
        return $"{ResultTable.Summary(runs).ReplaceLineEndings("\n\n")}\n\n{MarkdownTable.Render(ResultTable.Headings, ordered)}";
    }

    /// <summary>A star alone is the scope of everything, and no emphasis.</summary>
    private static string CodeFree(string cell) => cell.Replace("*", "\\*", StringComparison.Ordinal);
}
