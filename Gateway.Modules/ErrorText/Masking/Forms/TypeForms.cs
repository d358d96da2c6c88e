using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>Recognises the names of error types with their namespaces.</summary>
internal static class TypeForms
{
    private const int Longest = 256;

    /// <summary>Drops the namespace in front of an exception's name: it says whose the code is, not what went wrong.</summary>
    public static Taken ErrorType(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, Longest)];
        var at = 0;
        var last = 0;
        while (true)
        {
            at += text[at..].RunOf(Characters.Word);
            if (text.At(at) is not ('.' or '$' or '\\') || !char.IsAsciiLetter(text.At(at + 1)))
            {
                break;
            }

            last = ++at;
        }

        var name = text[last..at];
        // PHP's types have backslashes; where a message follows, it is an error's whatever its name.
        var isThrown = text[..at].Contains('\\') && text.At(at) == ':' && text.At(at + 1) == ' ';
        var isError = isThrown || name.EndsWith("Exception", StringComparison.Ordinal) || name.EndsWith("Error", StringComparison.Ordinal)
            || name is "DoesNotExist" or "MultipleObjectsReturned";
        return last > 0 && char.IsAsciiLetterUpper(name.At(0)) && isError ? new Taken(0, last, name.Length) : 0;
    }
}
