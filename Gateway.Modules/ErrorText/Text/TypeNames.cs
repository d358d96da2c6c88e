using Gateway.Modules.Shared.Words;

namespace Gateway.Modules.ErrorText.Text;

/// <summary>Recognises the names of types.</summary>
internal static class TypeNames
{
    private const int Longest = 256;

    /// <summary>First parts of package names that are libraries'.</summary>
    private static readonly WordList Libraries = WordList.Read("library-packages");

    /// <summary>The type of an error, which is no application's own name.</summary>
    public static bool IsErrorType(ReadOnlySpan<char> name) =>
        name.EndsWith("Exception", StringComparison.Ordinal) || name.EndsWith("Error", StringComparison.Ordinal)
            || name.EndsWith("Fault", StringComparison.Ordinal);

    /// <summary>A type of a language's or a library's own, with its package.</summary>
    public static bool IsLibraryType(ReadOnlySpan<char> name) => Libraries.Starts(name);

    /// <summary>The namespace in front of an error's type: it says whose the code is, not what went wrong.</summary>
    public static int NamespaceLength(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, Longest)];
        var start = 0;
        var end = text.RunOf(Characters.Word);
        while (text.At(end) is '.' or '$' or '\\' && char.IsAsciiLetter(text.At(end + 1)))
        {
            start = end + 1;
            end = start + text[start..].RunOf(Characters.Word);
        }

        var name = text[start..end];
        // PHP's types have backslashes; where a message follows, it is an error's whatever its name.
        var isThrown = text[..end].Contains('\\') && text[end..].StartsWith(": ", StringComparison.Ordinal);
        return char.IsAsciiLetterUpper(name.At(0)) && (isThrown || IsErrorType(name)
            || name is "DoesNotExist" or "MultipleObjectsReturned") ? start : 0;
    }
}
