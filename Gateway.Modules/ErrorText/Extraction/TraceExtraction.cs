using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Extraction;

/// <summary>
/// Takes from a stack trace the type and message of its innermost cause, which is where the error began; frames say where the code is,
/// not what went wrong, and differ from place to place. Other text stays whole.
/// </summary>
internal static class TraceExtraction
{
    private const string DotnetCause = "---> ";
    private const string JavaCause = "Caused by: ";
    private const string NodeCause = "[cause]: ";
    private const string RustCauses = "Caused by:\n";
    public const string PythonStart = "Traceback (most recent call last)";
    private const string PythonChain = "The above exception was the direct cause";
    private const int LongestPlace = 300;

    /// <summary>What runtimes write before the error itself.</summary>
    private static readonly string[] Prefixes =
    [
        "error: Uncaught ", "PHP Fatal error:", "Fatal error:", "Uncaught ", "Unhandled exception. ", "Unhandled Exception: ", "panic: ",
        "(node:internal) ", "Unhandled rejection ", "(in promise) ",
    ];

    public static string Read(string text)
    {
        // Most messages are one line without any of the marks.
        if (text.AsSpan().IndexOfAny('\n', '>') < 0 && !text.Contains(JavaCause, StringComparison.Ordinal))
        {
            return WithoutPrefixes(text).Trim().ToString();
        }

        text = PythonGroup.Flatten(text);
        var cause = InnermostCause(text);
        // A syntax error has no trace: it begins with the file that could not be read.
        if (cause.IsEmpty && (text.Contains(PythonStart, StringComparison.Ordinal) || text.StartsWith("File \"", StringComparison.Ordinal)))
        {
            cause = PythonCause(text);
        }

        if (cause.IsEmpty)
        {
            cause = text;
        }

        return BeforeFrames(WithoutPrefixes(cause)).Trim().ToString();
    }

    private static ReadOnlySpan<char> InnermostCause(string text)
    {
        var java = JavaInner(text);
        if (java >= 0)
        {
            return text.AsSpan(java + JavaCause.Length);
        }

        var rust = text.LastIndexOf(RustCauses, StringComparison.Ordinal);
        if (rust >= 0)
        {
            return LastLine(text.AsSpan(rust + RustCauses.Length));
        }

        var node = text.LastIndexOf(NodeCause, StringComparison.Ordinal);
        return node >= 0 ? text.AsSpan(node + NodeCause.Length) : DotnetInner(text);
    }

    /// <summary>What was suppressed, and why, is indented; it happened while the error was on its way already.</summary>
    private static int JavaInner(string text)
    {
        var ownLine = text.LastIndexOf("\n" + JavaCause, StringComparison.Ordinal);
        var suppressed = text.IndexOf("\tSuppressed: ", StringComparison.Ordinal);
        return ownLine >= 0 ? ownLine + 1
            : suppressed < 0 ? text.LastIndexOf(JavaCause, StringComparison.Ordinal)
            : text.AsSpan(0, suppressed).LastIndexOf(JavaCause, StringComparison.Ordinal);
    }

    private static ReadOnlySpan<char> DotnetInner(string text)
    {
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

    /// <summary>anyhow and eyre number the causes, the innermost last.</summary>
    private static ReadOnlySpan<char> LastLine(ReadOnlySpan<char> causes)
    {
        ReadOnlySpan<char> last = [];
        foreach (var line in causes.EnumerateLines())
        {
            var text = line.Trim();
            if (text.IsEmpty || TraceFrames.IsFrame(line))
            {
                break;
            }

            last = text;
        }

        var number = last.RunOfDigits();
        return number > 0 && last.At(number) == ':' ? last[(number + 1)..] : last;
    }

    /// <summary>
    /// The first line after the frames that is not indented. Of several traces it is the last one's, since what happened while an error was
    /// handled is what the client met; but of those that say so themselves, the direct cause's.
    /// </summary>
    private static ReadOnlySpan<char> PythonCause(string text)
    {
        var chain = text.IndexOf(PythonChain, StringComparison.Ordinal);
        var scope = chain < 0 ? text.AsSpan() : text.AsSpan(0, chain);
        var start = scope.LastIndexOf(PythonStart);
        foreach (var line in scope[Math.Max(start, 0)..].EnumerateLines())
        {
            if (!line.IsEmpty && !char.IsWhiteSpace(line[0]) && !line.StartsWith(PythonStart, StringComparison.Ordinal)
                && !line.StartsWith("File \"", StringComparison.Ordinal))
            {
                // Further lines quote rows and statements; only where the first one announces them are they the message.
                return line.EndsWith(":", StringComparison.Ordinal) && scope.Overlaps(line, out var offset) ? scope[offset..] : line;
            }
        }

        return [];
    }

    private static ReadOnlySpan<char> WithoutPrefixes(ReadOnlySpan<char> text)
    {
        text = WithoutThread(WithoutLogTime(text.TrimStart()));
        foreach (var prefix in Prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal))
            {
                text = text[prefix.Length..].TrimStart();
            }
        }

        return WithoutPlace(text);
    }

    /// <summary>Java says which thread was left without its error's handler.</summary>
    private static ReadOnlySpan<char> WithoutThread(ReadOnlySpan<char> text)
    {
        const string Start = "Exception in thread \"";
        var close = text.StartsWith(Start, StringComparison.Ordinal)
            ? text[Start.Length..Math.Min(text.Length, LongestPlace)].IndexOf("\" ", StringComparison.Ordinal) : -1;
        return close >= 0 ? text[(Start.Length + close + 2)..] : text;
    }

    /// <summary>Where PHP's log is shown, a time in brackets comes before the prefix.</summary>
    private static ReadOnlySpan<char> WithoutLogTime(ReadOnlySpan<char> text)
    {
        var close = text.At(0) == '[' ? text[..Math.Min(text.Length, 48)].IndexOf("] PHP ", StringComparison.Ordinal) : -1;
        return close > 0 ? text[(close + 2)..] : text;
    }

    /// <summary>
    /// Rust and Ruby name the place first: <c>thread 'main' panicked at src/main.rs:4:10:</c>, <c>app.rb:3:in 'load': no such file</c>.
    /// </summary>
    private static ReadOnlySpan<char> WithoutPlace(ReadOnlySpan<char> text)
    {
        var head = text[..Math.Min(text.Length, LongestPlace)];
        if (head.StartsWith("thread '", StringComparison.Ordinal)
            && head.IndexOf("panicked at ", StringComparison.Ordinal) is > 0 and var panic)
        {
            var rest = text[(panic + 12)..];
            var line = rest.IndexOf('\n');
            return line > 0 && rest[..line].EndsWith(":", StringComparison.Ordinal) && !rest.StartsWith("'", StringComparison.Ordinal)
                ? rest[(line + 1)..] : rest;
        }

        var mark = head.IndexOf(":in `", StringComparison.Ordinal);
        mark = mark < 0 ? head.IndexOf(":in '", StringComparison.Ordinal) : mark;
        var end = mark > 0 && head[..mark].IndexOfAny(' ', '\n') < 0 ? head[mark..].IndexOf("': ", StringComparison.Ordinal) : -1;
        return end > 0 ? text[(mark + end + 3)..] : text;
    }

    private static ReadOnlySpan<char> BeforeFrames(ReadOnlySpan<char> text)
    {
        var end = 0;
        var before = 0;
        foreach (var line in text.EnumerateLines())
        {
            if (end > 0 && TraceFrames.IsFrame(line))
            {
                // Go writes the function on a line of its own above the place.
                return before > 0 && TraceFrames.IsGoPlace(line) && !text[before..end].Trim().Contains(' ') ? text[..before] : text[..end];
            }

            before = end;
            if (text.Overlaps(line, out var offset))
            {
                end = offset + line.Length;
            }
        }

        return text[..end];
    }
}
