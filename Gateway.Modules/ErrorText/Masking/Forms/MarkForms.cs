using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>Recognises what starts with a mark rather than a word, among it the brackets in which databases show keys and rows.</summary>
internal static class MarkForms
{
    private const int LongestBraces = 64;
    private const int LongestKey = 256;

    /// <summary><c>${db.url}</c></summary>
    public static int BracesLength(ReadOnlySpan<char> text) =>
        text.At(1) == '{' && text[2..Math.Min(text.Length, 2 + LongestBraces)].IndexOf('}') is > 0 and var length ? 3 + length : 0;

    /// <summary><c>$order)</c></summary>
    public static int ParameterLength(ReadOnlySpan<char> text)
    {
        var length = 1 + text[1..].RunOf(Characters.Word);
        return char.IsAsciiLetterLower(text.At(1)) && text.At(length) == ')' ? length : 0;
    }

    /// <summary>PostgreSQL's <c>Key (email)=(value) already exists</c>: the key is the application's.</summary>
    public static Taken KeyDetail(in MaskingView view)
    {
        var text = view.Rest;
        var close = text[..Math.Min(text.Length, LongestKey)].IndexOf(')');
        return close > 1 && text.At(close + 1) == '=' && text.At(close + 2) == '(' ? new Taken(1, close - 1) : 0;
    }

    /// <summary>Its <c>(value)</c>, and the values of <c>Failing row contains (values)</c>: these are somebody's, whatever they look like.</summary>
    public static Taken Row(in MaskingView view)
    {
        if (!view.Before.EndsWith(")=", StringComparison.Ordinal) && !view.Before.EndsWith("row contains ", StringComparison.Ordinal))
        {
            return 0;
        }

        var close = view.Rest.IndexOf(')');
        return new Taken(1, close < 0 ? view.Rest.Length - 1 : close - 1);
    }

    /// <summary>MongoDB's <c>dup key: { email: "x" }</c>: the field is the application's.</summary>
    public static Taken DuplicateKey(in MaskingView view)
    {
        var field = view.Rest.At(1) == ' ' ? view.Rest[2..].RunOf(Characters.Word) : 0;
        return field > 0 && view.Rest.At(2 + field) == ':' && view.Before.EndsWith("key: ", StringComparison.Ordinal) ? new Taken(2, field) : 0;
    }

    /// <summary><c>Order@4e25154f</c></summary>
    public static Taken Identity(in MaskingView view)
    {
        var run = view.Rest[1..].RunOf(Characters.Hex);
        return view.IsInWord && run is >= 5 and <= 16 && view.Rest.EndsWordAt(1 + run) ? new Taken(1, run) : 0;
    }

    /// <summary>A key whose first character is a plus sign.</summary>
    public static Taken KeyAfterPlus(in MaskingView view)
    {
        var text = view.Rest[1..];
        if (view.IsInWord || !Characters.IsWord(text.At(0)))
        {
            return 0;
        }

        var prefixed = SecretForms.PrefixedLength(text);
        var length = prefixed > 0 ? prefixed : RandomForms.LengthOf(text);
        return length > 0 ? 1 + length : 0;
    }
}
