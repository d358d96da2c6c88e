namespace Gateway.Modules.Sampling;

/// <summary>
/// Takes from a stack trace the type and message of its innermost cause, which is where the error began; frames say where the code is,
/// not what went wrong, and differ from place to place. Other text stays whole.
/// </summary>
internal static class TraceExtraction
{
    private const string DotnetCause = "---> ";
    private const string JavaCause = "Caused by: ";
    private const string PythonStart = "Traceback (most recent call last)";

    public static string Read(string text)
    {
        var cause = DotnetOrJavaCause(text);
        if (cause.IsEmpty && text.Contains(PythonStart, StringComparison.Ordinal))
        {
            cause = PythonCause(text);
        }

        if (cause.IsEmpty)
        {
            cause = text;
        }

        return BeforeFrames(cause).Trim().ToString();
    }

    private static ReadOnlySpan<char> DotnetOrJavaCause(string text)
    {
        var java = text.LastIndexOf(JavaCause, StringComparison.Ordinal);
        if (java >= 0)
        {
            return text.AsSpan(java + JavaCause.Length);
        }

        var dotnet = text.LastIndexOf(DotnetCause, StringComparison.Ordinal);
        // An arrow inside a sentence is just an arrow: a cause starts a line or follows the outer message with a type's name.
        if (dotnet <= 0 || !char.IsWhiteSpace(text[dotnet - 1]))
        {
            return [];
        }

        var rest = text.AsSpan(dotnet + DotnetCause.Length);
        return rest.StartsWith("(Inner Exception", StringComparison.Ordinal) && rest.IndexOf(')') is > 0 and var close
            ? rest[(close + 1)..].TrimStart()
            : rest;
    }

    /// <summary>The last line that is not indented: frames are, the exception after them is not.</summary>
    private static ReadOnlySpan<char> PythonCause(string text)
    {
        ReadOnlySpan<char> last = [];
        foreach (var line in text.AsSpan(text.LastIndexOf(PythonStart, StringComparison.Ordinal)).EnumerateLines())
        {
            if (!line.IsEmpty && !char.IsWhiteSpace(line[0]) && !line.StartsWith(PythonStart, StringComparison.Ordinal))
            {
                last = last.IsEmpty ? line : last;
            }
        }

        return last;
    }

    private static ReadOnlySpan<char> BeforeFrames(ReadOnlySpan<char> text)
    {
        var end = 0;
        var first = true;
        foreach (var line in text.EnumerateLines())
        {
            if (!first && IsFrame(line))
            {
                break;
            }

            first = false;
            if (text.Overlaps(line, out var offset))
            {
                end = offset + line.Length;
            }
        }

        return text[..end];
    }

    /// <summary>Frames of .NET, Java and JavaScript (<c>at</c>), Python (<c>File</c>), Go (goroutine), Ruby (<c>from</c>), PHP (<c>#0</c>), Rust (<c>0:</c>).</summary>
    private static bool IsFrame(ReadOnlySpan<char> line)
    {
        var text = line.TrimStart();
        return (text.StartsWith("at ", StringComparison.Ordinal) && (text.Length < line.Length || text.Contains('(')))
            || text.StartsWith("--- End of", StringComparison.Ordinal)
            || text.StartsWith("File \"", StringComparison.Ordinal)
            || (text.StartsWith("from ", StringComparison.Ordinal) && text.Contains(":in ", StringComparison.Ordinal))
            || text.Contains(":in `", StringComparison.Ordinal)
            || text.StartsWith("goroutine ", StringComparison.Ordinal)
            || text.StartsWith("Stack trace:", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("stack backtrace:", StringComparison.OrdinalIgnoreCase)
            || (text.StartsWith("... ", StringComparison.Ordinal) && text.EndsWith(" more", StringComparison.Ordinal))
            || (text.Length > 2 && text[0] == '#' && char.IsAsciiDigit(text[1]));
    }
}
