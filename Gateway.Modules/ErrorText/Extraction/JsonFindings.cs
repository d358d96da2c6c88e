using System.Globalization;
using Gateway.Modules.ErrorText.Text;
using Gateway.Modules.Shared.Words;

namespace Gateway.Modules.ErrorText.Extraction;

/// <summary>Codes and texts of one JSON error, put together as <c>code: title: message</c>.</summary>
internal sealed class JsonFindings(int status)
{
    private const int MaxTexts = 3;
    private const int LongestCode = 64;
    private const int LongestOther = 200;

    /// <summary>Codes that only say whether all is well.</summary>
    private static readonly WordList EmptyCodes = WordList.Read("code-empty", ignoreCase: true);

    private readonly List<string> _codes = [];
    private readonly List<string> _types = [];
    private readonly List<(JsonName Name, string Text)> _texts = [];
    private readonly List<string> _others = [];
    private string _trace = "";
    private readonly AnswerInBody _answer = new();

    /// <summary>Whether the JSON was not cut, so that a text in a field nobody knows may be what there is to tell.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Whether it has any fields.</summary>
    public bool HasNames { get; set; }

    /// <summary>Whether there are fields that carry what was sent. Beside these, no field that nobody knows speaks.</summary>
    public bool HasSent { get; set; }

    /// <param name="name">What the field is that comes next.</param>
    /// <param name="outermost">Its name, where it is one of the outermost.</param>
    public void Meet(JsonName name, ReadOnlySpan<byte> outermost)
    {
        HasNames = true;
        HasSent |= name == JsonName.Sent;
        _answer.Meet(outermost);
    }

    /// <param name="name">What the field is.</param>
    /// <param name="isListed">Whether the text is one of a list, as errors by field are.</param>
    /// <param name="value">Its text.</param>
    public void AddText(JsonName name, bool isListed, string value)
    {
        if (name is JsonName.Envelope or JsonName.Sent)
        {
            _answer.Add(value);
            return;
        }

        if (name is JsonName.Trace)
        {
            // A list of lines has the error in its first one, or no error at all.
            _trace = (value.Contains('\n') || _trace.Length == 0) && !TraceFrames.IsFrame(value)
                ? TraceExtraction.Read(LiteralEscapes.Undo(value.Trim()))
                : _trace;
            return;
        }

        if (name is JsonName.Other or JsonName.Status or JsonName.Metadata && IsShortWord(value))
        {
            return;
        }

        value = QuotedAnswer.Read(value, status, out var isAnswer);
        switch (name)
        {
            case JsonName.Error or JsonName.Errors when IsTypeName(value):
                // Laravel and others give the exception's type by its full name.
                AddCode(JsonName.Type, value[(value.AsSpan().LastIndexOfAny('.', '\\') + 1)..]);
                break;
            case JsonName.Code or JsonName.Type:
                AddCode(name, value);
                break;
            case JsonName.TypeName when TypeOf(value) is { Length: > 0 } type:
                AddCode(name, type);
                break;
            case JsonName.Other or JsonName.TypeName or JsonName.Status or JsonName.Metadata when isAnswer:
                AddTelling(JsonName.Detail, value);
                break;
            case JsonName.Other or JsonName.TypeName or JsonName.Status or JsonName.Metadata:
                // A field nobody knows may hold anybody's words; errors by field come as lists of sentences.
                Add(_others, isListed && value.Length <= LongestOther && IsSentence(value) ? value : "");
                break;
            default:
                AddTelling(name, value);
                break;
        }
    }

    public void AddNumber(JsonName name, ReadOnlySpan<byte> digits)
    {
        // A code that repeats the HTTP status says nothing new.
        if (name == JsonName.Code
            && digits.Length <= 5
            && int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code)
            && code != status && code != 0)
        {
            Add(_codes, string.Create(CultureInfo.InvariantCulture, $"code {code}"));
        }
    }

    /// <summary>Whether a field that is known to name errors had something to say.</summary>
    public bool Tells => HasTold || _answer.Read(status).Length > 0;

    private bool HasTold => _texts.Count > 0 || _codes.Exists(c => !c.StartsWith("code ", StringComparison.Ordinal)) || _types.Count > 0;

    public override string ToString()
    {
        var texts = TellingTexts();
        if (_trace.Length > 0 && texts.TrueForAll(t => StatusText.IsGeneric(t)))
        {
            texts = [_trace];
        }

        if (!HasTold && texts.Count == 0 && _answer.Read(status) is { Length: > 0 } answer)
        {
            texts = [answer];
        }

        var saysNothing = texts.Count == 0 ? _codes.Count == 0 && _types.Count == 0 : texts.TrueForAll(t => StatusText.IsGeneric(t));
        if (_others.Count > 0 && IsWhole && !HasSent && saysNothing)
        {
            texts = _others;
        }

        var codes = _codes.Concat(_types)
            .Where(c => !texts.Exists(t => t.Contains(c, StringComparison.OrdinalIgnoreCase)))
            .Distinct()
            .ToList();
        var text = string.Join(": ", texts);
        return codes.Count == 0 ? text : text.Length == 0 ? string.Join(' ', codes) : $"{string.Join(' ', codes)}: {text}";
    }

    /// <summary>Without the status lines that envelopes add, and without what another text already says.</summary>
    private List<string> TellingTexts()
    {
        var telling = _texts.FindAll(t => !StatusText.IsGeneric(t.Text));
        // Where not all find room, single words give way to sentences.
        telling = telling.Count > MaxTexts ? [.. telling.OrderBy(t => IsSentence(t.Text) ? 0 : 1)] : telling;
        var chosen = telling.Count > 0 ? telling : _texts;
        var result = new List<string>(MaxTexts);
        foreach (var (_, text) in chosen.OrderBy(t => t.Name == JsonName.Title ? 0 : 1))
        {
            if (result.Count < MaxTexts && !result.Exists(r => r.Contains(text, StringComparison.Ordinal)))
            {
                result.RemoveAll(r => text.Contains(r, StringComparison.Ordinal));
                result.Add(text);
            }
        }

        return result;
    }

    private void AddCode(JsonName name, string value)
    {
        // AWS puts the service's namespace before the type.
        value = name == JsonName.Type && !value.Contains("://", StringComparison.Ordinal) ? value[(value.IndexOf('#') + 1)..] : value;
        // A problem's type is often a page of its documentation.
        var isPage = value.Contains("://", StringComparison.Ordinal)
            || value is "about:blank"
            || value.StartsWith("urn:uuid:", StringComparison.OrdinalIgnoreCase);
        if (!isPage
            && value.Length is > 1 and <= LongestCode
            && !value.Contains(' ')
            && !IsStatus(value)
            && !EmptyCodes.Contains(value)
            && !IsIdentifier(value))
        {
            var isNumber = !value.AsSpan().ContainsAnyExceptInRange('0', '9');
            Add(name == JsonName.Code ? _codes : _types, isNumber && value.Length < 5 ? $"code {value}" : value);
        }
        else if (!isPage && value.Contains(' '))
        {
            AddTelling(JsonName.Detail, value);
        }
    }

    private void AddTelling(JsonName name, string value)
    {
        if (value.Length > 0 && _texts.Count < MaxTexts * 2)
        {
            _texts.Add((name, value));
        }
    }

    /// <summary>Without the namespace, and the assembly that .NET may add after a comma.</summary>
    private static string TypeOf(string value)
    {
        var comma = value.IndexOf(',');
        var type = comma < 0 ? value : value[..comma];
        return type.EndsWith("Error", StringComparison.OrdinalIgnoreCase) || type.EndsWith("Exception", StringComparison.Ordinal)
            ? type[(type.AsSpan().LastIndexOfAny('.', '\\') + 1)..]
            : "";
    }

    private static bool IsTypeName(string value) =>
        TypeNames.IsErrorType(value) && !value.Contains(' ') && value.AsSpan().IndexOfAny('.', '\\') > 0;

    /// <summary>Three words; or, where words are not spaced, more characters than a name has.</summary>
    /// <summary>Neither a sentence nor anything that may hide one: most values of a large body are such, and need no closer look.</summary>
    private static bool IsShortWord(string value) => !value.AsSpan().ContainsAny('{', '<', '\\') && !IsSentence(value);

    public static bool IsSentence(string value) => value.AsSpan().Count(' ') >= 2 || CountWide(value) >= 6;

    private static int CountWide(string value)
    {
        var count = 0;
        foreach (var c in value)
        {
            count += c >= '\u3000' ? 1 : 0;
        }

        return count;
    }

    private bool IsStatus(string value) => int.TryParse(value, CultureInfo.InvariantCulture, out var number) && number == status;

    /// <summary>A code names a kind of error; what is long and mostly digits names one occurrence.</summary>
    private static bool IsIdentifier(string value) => value.Length > 16 && value.Count(char.IsAsciiDigit) * 3 > value.Length;

    private static void Add(List<string> list, string value)
    {
        if (value.Length > 0 && list.Count < MaxTexts && !list.Contains(value))
        {
            list.Add(value);
        }
    }
}
