namespace Gateway.Lab.Scoring;

/// <summary>Columns for the console, each as wide as its widest cell.</summary>
internal static class TextTable
{
    public static string Render(string[] headings, IEnumerable<string[]> body)
    {
        string[][] rows = [headings, .. body];
        var widths = headings.Select((_, i) => rows.Max(r => r[i].Length)).ToArray();
        return string.Join('\n', rows.Select(r => string.Join("  ", r.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd()));
    }
}
