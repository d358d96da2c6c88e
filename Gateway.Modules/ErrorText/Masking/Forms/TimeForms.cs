using System.Buffers;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>Recognises dates and times as logs and servers write them. Each method gives a length at the start of the text, or 0.</summary>
internal static class TimeForms
{
    private static readonly string[] Months =
    [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ];

    private static readonly SearchValues<char> NameStarts = SearchValues.Create("jfmasondtwJFMASONDTW");

    private static readonly string[] Days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    /// <summary><c>Tue, 02 Jan 2024 03:04:05 GMT</c></summary>
    public static int DayLength(ReadOnlySpan<char> text)
    {
        var day = NameLength(text, Days);
        var start = day + (text.At(day) == ',' ? 2 : 1);
        if (day == 0 || text.At(start - 1) != ' ')
        {
            return 0;
        }

        var rest = text[start..];
        var date = !char.IsAsciiDigit(rest.At(0)) ? MonthLength(rest)
            : DateLength(rest) is > 0 and var numeric ? numeric
            : NamedDateLength(rest) is > 0 and var named ? named
            : TimeLength(rest);
        return date > 0 ? start + date : 0;
    }

    /// <summary><c>2024-01-02</c>, <c>20240102T030405Z</c>, with the time of day where one follows.</summary>
    public static int DateLength(ReadOnlySpan<char> text)
    {
        var date = Compact(text);
        date = date > 0 ? date : NumericDate(text);
        return date > 0 ? WithTime(text, date) : 0;
    }

    /// <summary><c>03:04:05.678Z</c></summary>
    public static int TimeLength(ReadOnlySpan<char> text) => TimeOfDay(text, secondsNeeded: true);

    /// <summary><c>20240102T030405Z</c></summary>
    private static int Compact(ReadOnlySpan<char> text)
    {
        if (text.RunOfDigits() != 8 || text.At(8) != 'T' || text[9..].RunOfDigits() != 6)
        {
            return 0;
        }

        var length = text.At(15) == 'Z' ? 16 : 15;
        return text.EndsWordAt(length) ? length : 0;
    }

    /// <summary><c>2024-01-02</c>, <c>2024/01/02</c>, <c>02.01.2024</c></summary>
    private static int NumericDate(ReadOnlySpan<char> text)
    {
        var first = text.RunOfDigits();
        var separator = text.At(first);
        if (separator is not ('-' or '/' or '.') || first is not (1 or 2 or 4))
        {
            return 0;
        }

        var second = text[(first + 1)..].RunOfDigits();
        var at = first + 1 + second;
        if (second is not (1 or 2) || text.At(at) != separator)
        {
            return 0;
        }

        var third = text[(at + 1)..].RunOfDigits();
        var length = at + 1 + third;
        var fits = first == 4 ? third is 1 or 2 : third == 4 && text[at + 1] is '1' or '2';
        return fits && (text.EndsWordAt(length) || text[length] == 'T') ? length : 0;
    }

    /// <summary><c>03:04:05.678Z</c>, <c>3:04:05 PM</c></summary>
    private static int TimeOfDay(ReadOnlySpan<char> text, bool secondsNeeded)
    {
        var hours = text.RunOfDigits();
        if (hours is not (1 or 2) || text.At(hours) != ':' || text[(hours + 1)..].RunOfDigits() != 2)
        {
            return 0;
        }

        var length = hours + 3;
        if (text.At(length) == ':' && text[(length + 1)..].RunOfDigits() == 2)
        {
            length += 3;
            if (text.At(length) is '.' or ',' && char.IsAsciiDigit(text.At(length + 1)))
            {
                length += 1 + text[(length + 1)..].RunOfDigits();
            }
        }
        else if (secondsNeeded)
        {
            return 0;
        }

        length += Zone(text[length..]);
        return text.EndsWordAt(length) ? length : 0;
    }

    private static int Zone(ReadOnlySpan<char> text)
    {
        var space = text.At(0) == ' ' ? 1 : 0;
        var rest = text[space..];
        if (space == 0 && rest.At(0) == 'Z')
        {
            return 1;
        }

        if (rest.At(0) is '+' or '-')
        {
            var digits = rest[1..].RunOfDigits();
            return digits == 4 ? space + 5
                : digits == 2 && rest.At(3) == ':' && rest[4..].RunOfDigits() == 2 ? space + 6
                : digits == 2 && space == 0 ? 3
                : 0;
        }

        return rest.Length >= 3 && rest[..3] is "GMT" or "UTC" or "CST" or "EST" or "EDT" or "PST" or "PDT" or "CET" or "BST" or "JST" or "IST" ? space + 3
            : rest.StartsWith("AM", StringComparison.Ordinal) || rest.StartsWith("PM", StringComparison.Ordinal) ? space + 2
            : 0;
    }

    /// <summary>The date's length, and the time of day's where one follows.</summary>
    private static int WithTime(ReadOnlySpan<char> text, int date)
    {
        if (text.At(date) is not ('T' or ' ' or ':' or '_'))
        {
            return date;
        }

        var time = TimeOfDay(text[(date + 1)..], secondsNeeded: false);
        return time > 0 ? date + 1 + time : date;
    }

    /// <summary><c>02 Jan 2024</c>, <c>02/Jan/2024:03:04:05 +0000</c></summary>
    public static int NamedDateLength(ReadOnlySpan<char> text)
    {
        var day = text.RunOfDigits();
        var separator = text.At(day);
        if (day is 1 or 2 && separator is ' ' or '-' or '/')
        {
            var name = NameLength(text[(day + 1)..], Months);
            var year = day + 1 + name + 1;
            if (name > 0 && text.At(year - 1) == separator && text[year..].RunOfDigits() is 2 or 4)
            {
                return WithTime(text, year + text[year..].RunOfDigits());
            }
        }

        return 0;
    }

    /// <summary><c>Jan 2, 2024</c>, <c>Jan 2 03:04:05 2024</c></summary>
    public static int MonthLength(ReadOnlySpan<char> text)
    {
        var month = NameLength(text, Months);
        var number = month + 1;
        if (month == 0 || text.At(month) != ' ' || text[number..].RunOfDigits() is not (1 or 2))
        {
            return 0;
        }

        var length = number + text[number..].RunOfDigits();
        length = WithYear(text, length, text.At(length) == ',' ? 1 : 0);
        return WithYear(text, WithTime(text, length), 0);
    }

    private static int WithYear(ReadOnlySpan<char> text, int length, int comma)
    {
        var at = length + comma;
        return text.At(at) == ' ' && text[(at + 1)..].RunOfDigits() == 4 && text.EndsWordAt(at + 5) ? at + 5 : length;
    }

    /// <summary>Length of a full name or of its first three letters.</summary>
    private static int NameLength(ReadOnlySpan<char> text, string[] names)
    {
        if (!NameStarts.Contains(text.At(0)) || !char.IsAsciiLetter(text.At(2)))
        {
            return 0;
        }

        var letters = text.RunOfLetters();
        foreach (var name in names)
        {
            if (letters == 3
                ? name.AsSpan(0, 3).Equals(text[..3], StringComparison.OrdinalIgnoreCase)
                : text[..letters].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return letters;
            }
        }

        return 0;
    }
}
