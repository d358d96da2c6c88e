using System.Buffers;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>
/// Recognises the codes that name an error rather than a value, which masking keeps: they are the same in every language and
/// driver. Each method gives a length at the start of the text, or 0.
/// </summary>
internal static class CodeForms
{
    private const int LongestCode = 5;

    private static readonly SearchValues<char> Separators = SearchValues.Create(" :=#([\"'-");

    /// <summary>Classes of SQLSTATE (ISO/IEC 9075-2 table 33, PostgreSQL appendix A, ODBC), which are the first two of its five characters.</summary>
    private static readonly WordList SqlStateClasses = WordList.Of("sqlstate-classes");

    /// <summary>Letters in front of a number that is a product's error code: <c>ORA-00060</c>, <c>SQL0911N</c>, <c>AADSTS50011</c>.</summary>
    private static readonly WordList Products = WordList.Of("product-codes");

    private static readonly WordList StatusWords = WordList.Of("status-words");

    /// <summary>A SQLSTATE that is one by its form.</summary>
    public static int StateLength(ReadOnlySpan<char> text) => SqlStateLength(text) is 5 && text[..5].HasLetter() ? 5 : 0;

    /// <summary>A number that is a code because of what is around it.</summary>
    public static int NumberLength(in MaskingView view)
    {
        // Error 1213 (40001)
        if (view.FollowsCode && FollowingStateLength(view.Rest) is > 0 and var state)
        {
            return state;
        }

        var text = view.Rest;
        var before = view.KeptWord;
        var between = view.Between;
        var isFirst = view.IsAtStart;
        var digits = text.RunOfDigits();
        if (digits is 0 or > LongestCode || !text.EndsWordAt(digits) || (text.At(digits) == '.' && char.IsAsciiDigit(text.At(digits + 1))))
        {
            return 0;
        }

        if ((isFirst || between.EndsWith(": ", StringComparison.Ordinal)) && text.At(digits) == ':' && text.At(digits + 1) == ' ' && SqlStateLength(text) == digits)
        {
            return digits;
        }

        // Database drivers of Python give the error as a tuple, code first: (1213, 'Deadlock found').
        if (digits == 4 && between.EndsWith("(", StringComparison.Ordinal) && text.At(4) == ',' && text.At(5) == ' ' && text.At(6) is '"' or '\'')
        {
            return digits;
        }

        if (digits == 3 && text[0] is '4' or '5' && IsStatusWord(text[digits..]))
        {
            return digits;
        }

        return between.Length <= 4 && between.IndexOfAnyExcept(Separators) < 0 && Announces(before, between, digits) ? digits : 0;
    }

    /// <summary>Five digits in parentheses right after a kept number: <c>Error 1213 (40001)</c>.</summary>
    private static int FollowingStateLength(ReadOnlySpan<char> text) =>
        SqlStateLength(text) is 5 and var length && text.At(length) == ')' ? length : 0;

    private static bool Announces(ReadOnlySpan<char> before, ReadOnlySpan<char> between, int digits)
    {
        if (before.Equals("sqlstate", StringComparison.OrdinalIgnoreCase))
        {
            return digits == LongestCode;
        }

        if (before.Equals("http", StringComparison.OrdinalIgnoreCase) || before.EndsWith("status", StringComparison.OrdinalIgnoreCase))
        {
            return digits == 3;
        }

        if (before.Equals("error", StringComparison.OrdinalIgnoreCase))
        {
            return between is " " or "[" or "(" or " (" or " [";
        }

        return before.EndsWith("code", StringComparison.OrdinalIgnoreCase)
            || before.Equals("errno", StringComparison.OrdinalIgnoreCase)
            || before is "Msg"
            || before.Equals("winerror", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsStatusWord(ReadOnlySpan<char> after)
    {
        var word = after.TrimStart(" :-");
        if (word.Length == after.Length)
        {
            return false;
        }

        word = word[..word.RunOfLetters()];
        return StatusWords.Contains(word);
    }

    private static int SqlStateLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 5 || !text.EndsWordAt(5) || !SqlStateClasses.Contains(text[..2]))
        {
            return 0;
        }

        var letters = 0;
        foreach (var c in text[2..5])
        {
            if (char.IsAsciiLetterUpper(c))
            {
                letters++;
            }
            else if (!char.IsAsciiDigit(c))
            {
                return 0;
            }
        }

        return letters <= 1 && text[..5].HasDigit() ? 5 : 0;
    }

    /// <summary>An HRESULT of the families that name errors, or an NTSTATUS: <c>0x80131904</c>, <c>0xC0000005</c>. Not an address in memory.</summary>
    public static int ResultLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 10 || text[0] != '0' || text[1] != 'x' || text[2..].RunOf(Characters.Hex) != 8 || !text.EndsWordAt(10))
        {
            return 0;
        }

        var family = text[2..6];
        return family is "8000" or "8001" or "8002" or "8003" or "8004" or "8007" or "8009" or "8013"
            || family.Equals("C000", StringComparison.OrdinalIgnoreCase)
            ? 10
            : 0;
    }

    public static int ProductLength(ReadOnlySpan<char> text)
    {
        var letters = text.RunOfLetters();
        // Prisma numbers its errors P1000 to P6999.
        if (letters == 1 && text[0] == 'P' && text[1..].RunOfDigits() == 4 && text[1] is >= '1' and <= '6' && text.EndsWordAt(5))
        {
            return 5;
        }

        if (letters == 1 && text[0] == 'E' && text[1..].RunOfDigits() is var server and (4 or 5) && text.EndsWordAt(1 + server))
        {
            return 1 + server;
        }

        if (letters is < 2 or > 8 || !Products.Contains(text[..letters]))
        {
            return 0;
        }

        var start = letters + (text.At(letters) is '-' or '_' ? 1 : 0);
        if (start >= text.Length)
        {
            return 0;
        }

        var digits = text[start..].RunOfDigits();
        var length = start + digits + (char.IsAsciiLetterUpper(text.At(start + digits)) ? 1 : 0);
        return digits is >= 3 and <= 6 && text.EndsWordAt(length) ? length : 0;
    }
}
