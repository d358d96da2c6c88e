namespace Gateway.Lab.Reports;

/// <summary>A part of a document that a command writes: what stands between two comments that name it.</summary>
internal static class DocumentBlock
{
    /// <summary>The document with the block's new text; null where it has no such block.</summary>
    public static string? Replace(string document, string name, string text)
    {
        var (opening, closing) = ($"<!-- {name}: begin -->", $"<!-- {name}: end -->");
        var start = document.IndexOf(opening, StringComparison.Ordinal);
        var end = start < 0 ? -1 : document.IndexOf(closing, start, StringComparison.Ordinal);
        return end < 0 ? null : $"{document[..(start + opening.Length)]}\n\n{text.Trim()}\n\n{document[end..]}";
    }
}
