using System.Buffers;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>Recognises dates and times as logs and servers write them.</summary>
internal static class TimeForms
{
    private static readonly string[] Months =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    private static readonly string[] Days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    private static readonly SearchValues<string> Zones = SearchValues.Create(
        ["GMT", "UTC", "CST", "EST", "EDT", "PST", "PDT", "CET", "BST", "JST", "IST"], StringComparison.Ordinal);

    /// <summary>Y is a year, 9 a digit, # one digit or two, M a month's name or its first three letters; all else is itself.</summary>
    private static readonly string[] Dates =
    [
        "Y-#-#", "Y/#/#", "Y.#.#", "#-#-Y", "#/#/Y", "#.#.Y", "99999999T999999Z", "99999999T999999", "# M Y", "#-M-Y", "#/M/Y", "# M 99",
        "#-M-99", "M #, Y", "M # Y", "M #",
    ];

    public static readonly Starters Starts = Starters.Digits + Starters.OfEach([.. Months, .. Days], ignoreCase: true);

    /// <summary>
    /// <c>2024-01-02T03:04:05Z</c>, <c>Tue, 02 Jan 2024 03:04:05 GMT</c>, <c>Jan 2 03:04:05 2024</c>, <c>03:04:05.678</c>
    /// </summary>
    public static int LengthOf(ReadOnlySpan<char> text)
    {
        var day = NameLength(text, Days);
        var start = day == 0 ? 0 : day + (text.At(day) == ',' ? 2 : 1);
        if (start > 0 && text.At(start - 1) != ' ')
        {
            return 0;
        }

        var rest = text[Math.Min(start, text.Length)..];
        if (!char.IsAsciiDigit(rest.At(0)) && NameLength(rest, Months) == 0)
        {
            return 0;
        }

        foreach (var date in Dates)
        {
            if (DateLength(rest, date) is > 0 and var length)
            {
                return start + WithTime(rest, length);
            }
        }

        return TimeOfDay(rest, secondsNeeded: true) is > 0 and var time ? start + time : 0;
    }

    private static int DateLength(ReadOnlySpan<char> text, string form)
    {
        var at = 0;
        foreach (var c in form)
        {
            var length = c switch
            {
                'Y' => text[at..].RunOfDigits() == 4 && text[at] is '1' or '2' ? 4 : 0,
                '#' => text[at..].RunOfDigits() is > 0 and < 3 and var digits ? digits : 0,
                '9' => char.IsAsciiDigit(text.At(at)) ? 1 : 0,
                'M' => NameLength(text[at..], Months),
                _ => text.At(at) == c ? 1 : 0,
            };
            if (length == 0)
            {
                return 0;
            }

            at += length;
        }

        return text.EndsWordAt(at) || text[at] is 'T' or '_' ? at : 0;
    }

    /// <summary>The date's length, with the time of day's where one follows, and with the year's behind that.</summary>
    private static int WithTime(ReadOnlySpan<char> text, int date)
    {
        var time = text.At(date) is 'T' or ' ' or ':' or '_' ? TimeOfDay(text[(date + 1)..], secondsNeeded: false) : 0;
        var length = time > 0 ? date + 1 + time : date;
        return text.At(length) == ' ' && !char.IsAsciiDigit(text[0]) && text[(length + 1)..].RunOfDigits() == 4
            && text.EndsWordAt(length + 5) ? length + 5 : length;
    }

    /// <summary><c>03:04:05.678Z</c>, <c>3:04:05 PM</c></summary>
    private static int TimeOfDay(ReadOnlySpan<char> text, bool secondsNeeded)
    {
        var length = text.RunOfDigits() + 3;
        if (length > 5 || length == 3 || text.At(length - 3) != ':' || text[(length - 2)..].RunOfDigits() != 2)
        {
            return 0;
        }

        var hasSeconds = text.At(length) == ':' && text[(length + 1)..].RunOfDigits() == 2;
        length += hasSeconds ? 3 : 0;
        length += hasSeconds && text.At(length) is '.' or ','
            && text[(length + 1)..].RunOfDigits() is > 0 and var fraction ? 1 + fraction : 0;
        length += ZoneLength(text[length..]);
        return (hasSeconds || !secondsNeeded) && text.EndsWordAt(length) ? length : 0;
    }

    private static int ZoneLength(ReadOnlySpan<char> text)
    {
        var space = text.At(0) == ' ' ? 1 : 0;
        var rest = text[space..];
        if (rest.At(0) is '+' or '-')
        {
            var digits = rest[1..].RunOfDigits();
            var hasColon = digits == 2 && rest.At(3) == ':' && rest[4..].RunOfDigits() == 2;
            return digits == 4 ? space + 5 : hasColon ? space + 6 : digits == 2 && space == 0 ? 3 : 0;
        }

        return space == 0 && rest.At(0) == 'Z' ? 1
            : rest.Length >= 3 && rest[..3].ContainsAny(Zones) ? space + 3
            : rest.Length >= 2 && rest[..2] is "AM" or "PM" ? space + 2
            : 0;
    }

    /// <summary>Length of a full name or of its first three letters.</summary>
    private static int NameLength(ReadOnlySpan<char> text, string[] names)
    {
        var letters = text.RunOfLetters();
        foreach (var name in names)
        {
            if (letters >= 3 && (letters == 3 || letters == name.Length)
                && name.AsSpan(0, letters).Equals(text[..letters], StringComparison.OrdinalIgnoreCase))
            {
                return letters;
            }
        }

        return 0;
    }
}
