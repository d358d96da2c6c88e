using System.Buffers;
using Gateway.Modules.Shared.Words;

namespace Gateway.Modules.ErrorText.Extraction;

/// <summary>
/// Names of fields and elements that carry what was sent: an answer that echoes the request has somebody's words there, never the error.
/// Names come in lower case without separators.
/// </summary>
internal static class SentNames
{
    private static readonly WordList Fields = WordList.Read("sent-fields");

    private static readonly SearchValues<string> Parts =
        SearchValues.Create([.. WordList.Read("sent-parts").Words], StringComparison.Ordinal);

    /// <summary>Elements of XML; pages have a body and fields for input of their own.</summary>
    private static readonly WordList Elements = WordList.Read("sent-elements", ignoreCase: true);

    public static bool Contains(ReadOnlySpan<char> name) =>
        Fields.Contains(name)
        || name.EndsWith("prompt", StringComparison.Ordinal)
        || name.EndsWith("prompts", StringComparison.Ordinal)
        || name.ContainsAny(Parts);

    public static bool IsElement(ReadOnlySpan<char> name) => Elements.Contains(name);
}
