using Gateway.Modules.ErrorText.Text;
using Gateway.Modules.Shared.Words;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>
/// Recognises the codes that name an error rather than a value, which masking keeps: they are the same in every language and
/// driver. Each method gives a length at the start of the text, or 0.
/// </summary>
internal static class CodeForms
{
    private const int LongestCode = 5;

    /// <summary>
    /// Classes of SQLSTATE (ISO/IEC 9075-2 table 33, PostgreSQL appendix A, ODBC), which are the first two of its five characters.
    /// </summary>
    private static readonly WordList StateClasses = WordList.Read("sqlstate-classes");

    /// <summary>
    /// Letters in front of a number that is a product's error code: <c>ORA-00060</c>, <c>SQL0911N</c>, <c>AADSTS50011</c>.
    /// </summary>
    private static readonly WordList Products = WordList.Read("product-codes");

    /// <summary>First words of what HTTP says of a status.</summary>
    private static readonly WordList StatusWords = WordList.Read("status-words");

    /// <summary>A code that is one by its form.</summary>
    public static int LengthOf(ReadOnlySpan<char> text)
    {
        var state = StateLength(text);
        return state > 0 && text[..state].HasLetter() ? state : ResultLength(text) is > 0 and var result ? result : ProductLength(text);
    }

    /// <summary>A number that is a code because of what is around it.</summary>
    public static int NumberLength(in MaskingView view)
    {
        var text = view.Rest;
        var digits = text.RunOfDigits();
        if (digits > LongestCode || !text.EndsWordAt(digits) || (text.At(digits) == '.' && char.IsAsciiDigit(text.At(digits + 1))))
        {
            return 0;
        }

        var isState = StateLength(text) == digits;
        var isKept = (isState && view.FollowsCode && text.At(digits) == ')')
            || (isState && (view.IsAtStart || view.Between.EndsWith(": ", StringComparison.Ordinal))
                && text[digits..].StartsWith(": ", StringComparison.Ordinal))
            // Database drivers of Python give the error as a tuple, code first: (1213, 'Deadlock found').
            || (digits == 4 && view.Previous == '(' && text.Length > 6 && text[4..7] is ", \"" or ", '")
            || (digits == 3 && text[0] is '4' or '5' && text.At(3) is ' ' or ':' or '-' && StatusWords.Contains(FirstWord(text[3..])))
            || (view.Between.Length <= 4 && view.Between.Trim(" :=#([\"'-").IsEmpty && IsAnnounced(view.KeptWord, view.Between, digits));
        return isKept ? digits : 0;
    }

    private static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> text)
    {
        text = text.TrimStart(" :-");
        return text[..text.RunOfLetters()];
    }

    private static bool IsAnnounced(ReadOnlySpan<char> before, ReadOnlySpan<char> between, int digits)
    {
        const StringComparison AnyCase = StringComparison.OrdinalIgnoreCase;
        return before.Equals("sqlstate", AnyCase) ? digits == LongestCode
            : before.Equals("http", AnyCase) || before.EndsWith("status", AnyCase) ? digits == 3
            : before.Equals("error", AnyCase) ? between is " " or "[" or "(" or " (" or " ["
            : before.EndsWith("code", AnyCase) || before.Equals("errno", AnyCase) || before.Equals("winerror", AnyCase) || before is "Msg";
    }

    private static int StateLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 5 || !text.EndsWordAt(5) || !StateClasses.Contains(text[..2]) || !text[..5].HasDigit())
        {
            return 0;
        }

        var letters = 0;
        foreach (var c in text[2..5])
        {
            letters += char.IsAsciiLetterUpper(c) ? 1 : char.IsAsciiDigit(c) ? 0 : 2;
        }

        return letters <= 1 ? 5 : 0;
    }

    /// <summary>
    /// An HRESULT of the families that name errors, or an NTSTATUS: <c>0x80131904</c>, <c>0xC0000005</c>. Not an address in memory.
    /// </summary>
    private static int ResultLength(ReadOnlySpan<char> text) =>
        text.StartsWith("0x", StringComparison.Ordinal) && text[2..].RunOf(Characters.Hex) == 8 && text.EndsWordAt(10)
        && (text[2..5] is "800" or "801" || text[2..6].Equals("C000", StringComparison.OrdinalIgnoreCase)) ? 10 : 0;

    private static int ProductLength(ReadOnlySpan<char> text)
    {
        var letters = text.RunOfLetters();
        var digits = text[letters..].RunOfDigits();
        // Prisma numbers its errors P1000 to P6999, MongoDB and others E11000.
        if (letters == 1 && (text[0] == 'P' ? digits == 4 && text[1] is >= '1' and <= '6' : text[0] == 'E' && digits is 4 or 5)
            && text.EndsWordAt(1 + digits))
        {
            return 1 + digits;
        }

        if (letters is < 2 or > 8 || !Products.Contains(text[..letters]))
        {
            return 0;
        }

        var start = letters + (text.At(letters) is '-' or '_' ? 1 : 0);
        digits = text[start..].RunOfDigits();
        var length = start + digits + (char.IsAsciiLetterUpper(text.At(start + digits)) ? 1 : 0);
        return digits is >= 3 and <= 6 && text.EndsWordAt(length) ? length : 0;
    }
}
