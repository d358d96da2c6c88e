using Gateway.Modules.Shared.Words;
namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>
/// The words by which <see cref="NameForms"/> and <see cref="QuoteForms"/> tell an application's own names from the words of an error.
/// </summary>
internal static class NameWords
{
    /// <summary>What a name may be the name of.</summary>
    public static readonly WordList ResourceNouns = WordList.Read("resource-nouns", ignoreCase: true);

    /// <summary>The same in Chinese, right before the name or its bracket.</summary>
    public static readonly WordList ChineseResourceNouns = WordList.Read("resource-nouns-zh");

    /// <summary>Words of the error that may stand where a name would.</summary>
    public static readonly WordList Ordinary = WordList.Read("ordinary", ignoreCase: true);

    /// <summary>Words that say what is wrong where an error quotes them: types, methods, encodings, schemes.</summary>
    public static readonly WordList Telling = WordList.Read("telling", ignoreCase: true);

    /// <summary>Names that forms and tables everywhere have.</summary>
    public static readonly WordList Fields = WordList.Read("field-names", ignoreCase: true);

    /// <summary>Parts of an option's name, and of names that belong to the cause itself.</summary>
    public static readonly WordList Settings = WordList.Read("settings", ignoreCase: true);
}
