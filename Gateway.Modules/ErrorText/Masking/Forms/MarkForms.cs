using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>Recognises what starts with a mark rather than a word, among it the brackets in which databases show keys and rows.</summary>
internal static class MarkForms
{
    private const int LongestKey = 256;

    /// <summary>PostgreSQL's <c>Key (email)=(value) already exists</c>: the key is the application's.</summary>
    public static Taken Key(in MaskingView view)
    {
        var text = view.Rest;
        var close = text[..Math.Min(text.Length, LongestKey)].IndexOf(')');
        return close > 1 && text.At(close + 1) == '=' && text.At(close + 2) == '(' ? new Taken(1, close - 1) : 0;
    }

    /// <summary>
    /// Its <c>(value)</c>, and the values of <c>Failing row contains (values)</c>: these are somebody's, whatever they look like.
    /// </summary>
    public static Taken Row(in MaskingView view)
    {
        if (!view.Before.EndsWith(")=", StringComparison.Ordinal) && !view.Before.EndsWith("row contains ", StringComparison.Ordinal))
        {
            return 0;
        }

        var close = view.Rest.IndexOf(')');
        return new Taken(1, (close < 0 ? view.Rest.Length : close) - 1);
    }

    /// <summary>MongoDB's <c>dup key: { email: "x" }</c>: the field is the application's.</summary>
    public static Taken DuplicateKey(in MaskingView view)
    {
        var field = view.Rest.At(1) == ' ' ? view.Rest[2..].RunOf(Characters.Word) : 0;
        return field > 0 && view.Rest.At(2 + field) == ':'
            && view.Before.EndsWith("key: ", StringComparison.Ordinal) ? new Taken(2, field) : 0;
    }

    /// <summary>A minus sign belongs to its number; a hyphen between words does not.</summary>
    public static int SignLength(in MaskingView view) =>
        char.IsAsciiDigit(view.Rest.At(1)) && view.Previous is '\0' or ' ' or '=' or '(' or '[' or ',' ? 1 : 0;
}
