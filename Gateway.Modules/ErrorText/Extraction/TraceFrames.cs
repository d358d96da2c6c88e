using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Extraction;

/// <summary>
/// Tells the lines of a stack trace that say where the code is: frames of .NET, Java, Kotlin and JavaScript (<c>at</c>, in Chinese
/// <c>在</c>), Python (<c>File</c>), Go (goroutine), Ruby (<c>from</c>), PHP (<c>#0</c>), Rust (<c>0:</c>), Perl, Elixir, Lua, and the notes
/// around them.
/// </summary>
internal static class TraceFrames
{
    private const int LongestExtension = 5;

    public static bool IsFrame(ReadOnlySpan<char> line)
    {
        var text = line.TrimStart();
        if (text.IsEmpty)
        {
            return false;
        }

        if (text.Contains(":in `", StringComparison.Ordinal) || text.Contains(":in '", StringComparison.Ordinal)
            || (text.Length < line.Length && IsIndentedFrame(text))
            || (text.StartsWith("line ", StringComparison.Ordinal) || text.Contains(": line ", StringComparison.Ordinal))
            && text.Contains(", column ", StringComparison.Ordinal) && !text.Contains(". ", StringComparison.Ordinal))
        {
            return true;
        }

        return text[0] switch
        {
            'a' => text.StartsWith("at ", StringComparison.Ordinal) && (text.Length < line.Length || text.Contains('(')),
            '在' => text.StartsWith("在 ", StringComparison.Ordinal) && text.Contains('('),
            '-' => text.StartsWith("--- End of", StringComparison.Ordinal) || text.StartsWith("--- 内部异常", StringComparison.Ordinal),
            'F' => text.StartsWith("File \"", StringComparison.Ordinal),
            'T' => text.StartsWith(TraceExtraction.PythonStart, StringComparison.Ordinal)
                || text.StartsWith("The above exception", StringComparison.Ordinal),
            'D' => text.StartsWith("During handling of the above", StringComparison.Ordinal),
            'g' => text.StartsWith("goroutine ", StringComparison.Ordinal),
            'n' => text.StartsWith("note: run with ", StringComparison.Ordinal),
            'L' => text.StartsWith("Location:", StringComparison.Ordinal) && text.Length == 9,
            '━' => true,
            'S' or 's' => IsHeading(text),
            'C' => text.StartsWith("CallStack (from ", StringComparison.Ordinal),
            '.' => text.StartsWith("... ", StringComparison.Ordinal) && text.EndsWith(" more", StringComparison.Ordinal),
            '#' => text.Length > 1 && char.IsAsciiDigit(text[1]),
            _ => false,
        };
    }

    /// <summary>A line that is only <c>/app/main.go:12</c>, with or without an offset.</summary>
    public static bool IsGoPlace(ReadOnlySpan<char> line) =>
        line.Length > 0 && line[0] == '\t' && line.Contains(".go:", StringComparison.Ordinal);

    /// <summary>"Stack trace:", which PHP may follow with the first frame, "Stacktrace:", "stack traceback:", "Stack backtrace:".</summary>
    private static bool IsHeading(ReadOnlySpan<char> text) =>
        text.StartsWith("Stack trace:", StringComparison.OrdinalIgnoreCase)
        || (text.StartsWith("stack", StringComparison.OrdinalIgnoreCase) && text.Length < 24
            && text.EndsWith(":", StringComparison.Ordinal));

    private static bool IsIndentedFrame(ReadOnlySpan<char> text) =>
        text.Contains(") in ", StringComparison.Ordinal) || text.Contains(") +", StringComparison.Ordinal)
        || text.Contains(") called at ", StringComparison.Ordinal) || (text.ContainsAny('/', '(') && HasPlace(text));

    /// <summary>A file with its line, <c>shop.ex:100</c>, that ends the text, or a part of it.</summary>
    private static bool HasPlace(ReadOnlySpan<char> text)
    {
        for (var colon = 1; colon < text.Length - 1; colon++)
        {
            if (text[colon] != ':' || !char.IsAsciiDigit(text[colon + 1]))
            {
                continue;
            }

            var dot = colon - 1;
            while (dot > 0 && colon - dot <= LongestExtension && char.IsAsciiLetter(text[dot]))
            {
                dot--;
            }

            var end = colon + 1 + text[(colon + 1)..].RunOfDigits();
            if (text[dot] == '.' && dot < colon - 1 && text.At(end) is '\0' or ')' or ':' or ' ')
            {
                return true;
            }
        }

        return false;
    }
}
