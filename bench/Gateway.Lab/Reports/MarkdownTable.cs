using System.Collections.Immutable;

namespace Gateway.Lab.Reports;

/// <summary>A table as documents hold it.</summary>
internal static class MarkdownTable
{
    public static string Render(IEnumerable<string> headings, IEnumerable<IEnumerable<string>> rows)
    {
        ImmutableArray<string> names = [.. headings];
        return string.Join('\n', rows.Select(RowOf).Prepend(RowOf(names.Select(_ => "---"))).Prepend(RowOf(names)));
    }

    private static string RowOf(IEnumerable<string> cells) =>
        $"| {string.Join(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal)))} |";
}
