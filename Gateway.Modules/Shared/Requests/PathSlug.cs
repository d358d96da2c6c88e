using System.Buffers;

namespace Gateway.Modules.Shared.Requests;

/// <summary>
/// Tells the name of something published, <c>claude-3-5-sonnet-20240620</c>, <c>gemini-2.0-flash-001:generateContent</c>, <c>v1.2.3</c>,
/// <c>2024-08-06</c>, from an identifier made for one record, <c>ord_8fk2Lq91</c>: it is made of readable words, short numbers, sizes
/// (<c>70b</c>), versions (<c>v1beta</c>) and one date, and begins with a letter unless it is a date or a version. Allocates nothing.
/// </summary>
internal static class PathSlug
{
    private const int Longest = 72;
    private const int LongestWord = 24;
    private const int LongestNumber = 4;
    private const int WholeDate = 10;
    private const int YearAndMonth = 7;

    /// <summary>Digits beside the date: a card's or a telephone's number has more.</summary>
    private const int MostDigits = 8;

    private static readonly SearchValues<char> Separators = SearchValues.Create("-._:@");

    public static bool Is(ReadOnlySpan<char> segment)
    {
        if (segment.IsEmpty || segment.Length > Longest)
        {
            return false;
        }

        var form = default(Form);
        var rest = segment;
        while (!rest.IsEmpty)
        {
            if (TakeDate(ref rest, ref form))
            {
                continue;
            }

            var end = rest.IndexOfAny(Separators);
            var part = end < 0 ? rest : rest[..end];
            if (!TakePart(part, ref form))
            {
                return false;
            }

            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return form.Digits <= MostDigits
            && (char.IsAsciiLetter(segment[0]) || form.Dates == 1 || (form.Words == 0 && form.Parts <= 3 && segment.Contains('.')))
            && IsVersionAfterAt(segment);
    }

    /// <summary>A version may follow an at-sign, <c>model@20240620</c>; a host makes a mail address of it.</summary>
    private static bool IsVersionAfterAt(ReadOnlySpan<char> segment)
    {
        var at = segment.IndexOf('@');
        return at < 0 || (at + 1 < segment.Length && char.IsAsciiDigit(segment[at + 1]) && segment[at..].IndexOf('.') < 0);
    }

    /// <summary>A date in parts of its own, 2024-08-06 or 2024-08, with what separates it from the rest.</summary>
    private static bool TakeDate(ref ReadOnlySpan<char> rest, ref Form form)
    {
        var length = StartsWithDate(rest, WholeDate) ? WholeDate : StartsWithDate(rest, YearAndMonth) ? YearAndMonth : 0;
        if (length == 0 || form.Dates > 0)
        {
            return false;
        }

        form.Dates++;
        rest = rest.Length == length ? [] : rest[(length + 1)..];
        return true;
    }

    private static bool StartsWithDate(ReadOnlySpan<char> text, int length) =>
        text.Length >= length
        && text[4] == '-'
        && IsYearAndMonth(text[..4], text[5..7])
        && (length == YearAndMonth || (text[7] == '-' && IsDay(text[8..10])))
        && (text.Length == length || IsSeparator(text[length]));

    private static bool TakePart(ReadOnlySpan<char> part, ref Form form)
    {
        if (part.IsEmpty)
        {
            return form.Empty++ < 2;
        }

        form.Parts++;
        if (IsCompactDate(part) || (part[0] is 'v' or 'V' && IsCompactDate(part[1..])))
        {
            return form.Dates++ == 0;
        }

        Span<int> runs = stackalloc int[4];
        var count = RunsOf(part, runs);
        if (count < 0)
        {
            return false;
        }

        var startsWithDigit = char.IsAsciiDigit(part[0]);
        form.Words += count > 1 || !startsWithDigit ? 1 : 0;
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            var run = part.Slice(at, runs[i]);
            at += runs[i];
            var isNumber = startsWithDigit == (i % 2 == 0);
            form.Digits += isNumber ? run.Length : 0;
            if (isNumber ? run.Length > LongestNumber : !IsReadable(run))
            {
                return false;
            }
        }

        return HasForm(part, runs[..count], startsWithDigit);
    }

    /// <summary>Up to three runs, as in <c>llama3</c>, <c>70b</c>, <c>v1beta</c>; four in <c>v1beta2</c> and <c>8x7b</c> only.</summary>
    private static bool HasForm(ReadOnlySpan<char> part, ReadOnlySpan<int> runs, bool startsWithDigit) => runs.Length switch
    {
        <= 2 => true,
        3 => !startsWithDigit || part[runs[0]] is 'x' or 'X',
        _ => startsWithDigit ? part[runs[0]] is 'x' or 'X' && runs[1] == 1 : part[0] is 'v' or 'V',
    };

    /// <summary>The lengths of the runs of letters and of digits; -1 where there are more than four or another character.</summary>
    private static int RunsOf(ReadOnlySpan<char> part, Span<int> runs)
    {
        var count = 0;
        for (var i = 0; i < part.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(part[i]))
            {
                return -1;
            }

            if (i == 0 || char.IsAsciiDigit(part[i]) != char.IsAsciiDigit(part[i - 1]))
            {
                if (count == runs.Length)
                {
                    return -1;
                }

                runs[count++] = 0;
            }

            runs[count - 1]++;
        }

        return count;
    }

    /// <summary>
    /// Letters as people write them: capitals start words of three letters or stand together, and long words have vowels.
    /// </summary>
    private static bool IsReadable(ReadOnlySpan<char> letters)
    {
        if (letters.Length > LongestWord)
        {
            return false;
        }

        var start = 0;
        var consonants = 0;
        for (var i = 0; i < letters.Length; i++)
        {
            consonants = IsVowel(letters[i]) ? 0 : consonants + 1;
            if (consonants > 5)
            {
                return false;
            }

            if (i > 0 && char.IsAsciiLetterUpper(letters[i]) && char.IsAsciiLetterLower(letters[i - 1]))
            {
                if (start > 0 && i - start < 3)
                {
                    return false;
                }

                start = i;
            }
        }

        return start == 0 || letters.Length - start >= 3;
    }

    private static bool IsVowel(char c) => char.ToLowerInvariant(c) is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    private static bool IsSeparator(char c) => c is '-' or '.' or '_' or ':' or '@';

    /// <summary>20240620, 202406.</summary>
    private static bool IsCompactDate(ReadOnlySpan<char> part) =>
        part.Length is 8 or 6 && IsYearAndMonth(part[..4], part[4..6]) && (part.Length == 6 || IsDay(part[6..8]));

    private static bool IsYearAndMonth(ReadOnlySpan<char> year, ReadOnlySpan<char> month) =>
        NumberOf(year) is >= 1990 and <= 2099 && NumberOf(month) is >= 1 and <= 12;

    private static bool IsDay(ReadOnlySpan<char> day) => NumberOf(day) is >= 1 and <= 31;

    private static int NumberOf(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
            {
                return -1;
            }

            number = (number * 10) + (c - '0');
        }

        return number;
    }

    /// <summary>What has been read of a segment.</summary>
    private struct Form
    {
        public int Parts;
        public int Words;
        public int Digits;
        public int Dates;
        public int Empty;
    }
}
