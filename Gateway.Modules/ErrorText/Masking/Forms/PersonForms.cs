using System.Buffers;
using Gateway.Modules.ErrorText.Text;
using Gateway.Modules.Shared.Words;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>
/// Recognises people and where they live by the words around them. Each method gives a length at the start of the text, or 0.
/// </summary>
internal static class PersonForms
{
    private const int Longest = 48;

    /// <summary>Words for people after which two capitalised words are somebody's name.</summary>
    private static readonly WordList Titles = WordList.Read("person-titles", ignoreCase: true);

    /// <summary>
    /// Words for people after which a name in a sentence is somebody's, if that is said of it which errors say of people.
    /// </summary>
    private static readonly WordList Accounts = WordList.Read("account-words", ignoreCase: true);

    private static readonly string[] Verbs =
        ["is currently ", "is temporarily ", "is ", "was ", "has been ", "ist ", "wurde ", "est ", "a été ", "está ", "es ", "ha sido "];

    /// <summary>What errors say of people, with a verb before it or without.</summary>
    private static readonly WordList Fates = WordList.Read("account-fates");

    private static readonly WordList ChinesePeople = WordList.Read("person-words-zh");

    /// <summary>The surnames that nine of ten people in China have.</summary>
    private static readonly WordList Surnames = WordList.Read("surnames-zh");

    private static readonly SearchValues<char> EntryEnd = SearchValues.Create(",;\"<>()[]{}");
    private static readonly SearchValues<char> AddressEnd = SearchValues.Create(" ,;，。；！!？?、（）()[]【】\"'”");

    /// <summary><c>Jane Doe</c> after <c>customer</c>.</summary>
    public static int TitledLength(in MaskingView view)
    {
        if (view.Between.Length is 0 or > 2 || !view.Between.Trim(" .:").IsEmpty || !Titles.Contains(view.KeptWord))
        {
            return 0;
        }

        var text = view.Rest;
        var first = CapitalisedLength(text);
        var second = first > 0 && text.At(first) == ' ' ? CapitalisedLength(text[(first + 1)..]) : 0;
        return second > 0 && !NameWords.Ordinary.Contains(text[..first])
            && !NameWords.Ordinary.Contains(text.Slice(first + 1, second)) ? first + 1 + second : 0;
    }

    /// <summary><c>jdoe</c> in <c>user jdoe is locked</c>, <c>username: jdoe</c></summary>
    public static int AccountLength(in MaskingView view)
    {
        if (view.Between.Length is 0 or > 3 || !view.Between.Trim(" :=").IsEmpty || !Accounts.Contains(view.KeptWord))
        {
            return 0;
        }

        var length = ProseForms.ValueLength(view.Rest);
        var isNamed = view.Between.Trim(' ') is ":" or "=" || view.BeforeKeptWord.EndsWith("failed for ", StringComparison.Ordinal);
        return length >= 2 && (isNamed || HasFate(view.Rest[length..].TrimStart(' '))) ? length : 0;
    }

    /// <summary>张三 after 用户, and where 收货地址 says so the address; the text starts with a Chinese character.</summary>
    public static int ChineseLength(in MaskingView view)
    {
        var before = view.Before[Math.Max(0, view.Before.Length - 8)..].TrimEnd(" ：:“\"[【「");
        if (before.EndsWith("地址", StringComparison.Ordinal))
        {
            var address = view.Rest[..Math.Min(view.Rest.Length, Longest)];
            address = address[..address.UpTo(AddressEnd)];
            return address.ContainsAny('省', '市', '区') ? address.LastIndexOfAny('号', '室', '楼') + 1 : 0;
        }

        // A name has two or three characters; were it a sentence, it would go on.
        var length = view.Rest[..Math.Min(view.Rest.Length, 4)].IndexOfAnyExceptInRange('\u4e00', '\u9fff') is var end and >= 0 ? end
            : Math.Min(view.Rest.Length, 4);
        return length is 2 or 3 && Surnames.Contains(view.Rest[..1]) && ChinesePeople.Ends(before) ? length : 0;
    }

    /// <summary><c>cn=Jane Doe,ou=people</c>: whose entry in a directory it is.</summary>
    public static Taken DirectoryEntry(ReadOnlySpan<char> text)
    {
        var start = text[..Math.Min(text.Length, 4)].IndexOf('=') + 1;
        return text[..start] is "cn=" or "CN=" or "uid=" or "UID=" ? new Taken(start, text[start..].UpTo(EntryEnd)) : 0;
    }

    private static bool HasFate(ReadOnlySpan<char> rest)
    {
        foreach (var verb in Verbs)
        {
            if (rest.StartsWith(verb, StringComparison.Ordinal) && Fates.Starts(rest[verb.Length..]))
            {
                return true;
            }
        }

        return Fates.Starts(rest);
    }

    /// <summary><c>Doe</c>, <c>O'Neil</c></summary>
    private static int CapitalisedLength(ReadOnlySpan<char> text)
    {
        var start = text.At(1) == '\'' && char.IsAsciiLetterUpper(text.At(2)) ? 3 : 1;
        var rest = text[Math.Min(start, text.Length)..];
        var lower = rest.IndexOfAnyExceptInRange('a', 'z') is var end and >= 0 ? end : rest.Length;
        return char.IsAsciiLetterUpper(text.At(0)) && lower > 0 && text.EndsWordAt(start + lower) ? start + lower : 0;
    }
}
