using System.Buffers;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>Recognises people and their addresses by the words before them. Each method gives a length at the start of the text, or 0.</summary>
internal static class PersonForms
{
    private const int LongestAddress = 48;

    /// <summary>Words for people after which two capitalised words are somebody's name.</summary>
    private static readonly WordList People = WordList.Of("person-titles", ignoreCase: true);

    private static readonly WordList ChinesePeople = WordList.Of("person-words-zh");

    /// <summary>Words for what has a name between brackets.</summary>
    private static readonly WordList ChineseNamed = WordList.Of("named-in-brackets-zh");

    /// <summary>The surnames that nine of ten people in China have.</summary>
    private static readonly WordList Surnames = WordList.Of("surnames-zh");

    private static readonly WordList Provinces = WordList.Of("provinces-zh");

    private static readonly SearchValues<char> AddressEnd = SearchValues.Create(" ,;，。；！!？?、（）()[]【】\"'”");

    /// <summary><c>Jane Doe</c> after <c>customer</c>.</summary>
    public static int LengthAfter(ReadOnlySpan<char> text, ReadOnlySpan<char> before, ReadOnlySpan<char> between)
    {
        if (between.Length is 0 or > 2 || between.IndexOfAnyExcept(" .:") >= 0 || !People.Contains(before))
        {
            return 0;
        }

        var first = CapitalisedLength(text);
        var second = first > 0 && text.At(first) == ' ' ? CapitalisedLength(text[(first + 1)..]) : 0;
        return second > 0 && !NameWords.Ordinary.Contains(text[..first]) && !NameWords.Ordinary.Contains(text.Slice(first + 1, second)) ? first + 1 + second : 0;
    }

    /// <summary>张三 after 用户, and where 收货地址 says so the address; the text starts with a Chinese character.</summary>
    public static int ChineseLength(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        before = before[Math.Max(0, before.Length - 8)..].TrimEnd(" ：:“\"[【「");
        if (before.EndsWith("地址", StringComparison.Ordinal))
        {
            return ChineseAddressLength(text);
        }

        if (!Surnames.Contains(text[..1]) || !ChinesePeople.Ends(before))
        {
            return 0;
        }

        // A name has two or three characters; were it a sentence, it would go on.
        var length = 1;
        while (length < 4 && IsChinese(text.At(length)))
        {
            length++;
        }

        return length is 2 or 3 ? length : 0;
    }

    /// <summary>京A12345: the plate of a car.</summary>
    public static int PlateLength(ReadOnlySpan<char> text)
    {
        if (!char.IsAsciiLetterUpper(text.At(1)) || !Provinces.Contains(text[..1]))
        {
            return 0;
        }

        var word = text[1..].RunOf(Characters.Word);
        return word is 6 or 7 && text.Slice(1, word).HasDigit() ? 1 + word : 0;
    }

    /// <summary>【无线鼠标】 after 商品: what is in the bracket at the start of the text is a name, by the word before it.</summary>
    public static int BracketLength(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        before = before[Math.Max(0, before.Length - 8)..].TrimEnd(" ：:");
        if (!ChineseNamed.Ends(before) && !ChinesePeople.Ends(before))
        {
            return 0;
        }

        var close = text[..Math.Min(text.Length, LongestAddress)].IndexOf(text[0] == '【' ? '】' : '”');
        return close > 1 ? close + 1 : 0;
    }

    private static int ChineseAddressLength(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, LongestAddress)];
        var end = text.IndexOfAny(AddressEnd);
        text = end < 0 ? text : text[..end];
        var place = text.IndexOfAny('省', '市', '区');
        var last = text.LastIndexOfAny('号', '室', '楼');
        return place is >= 2 and < 10 && last > place ? last + 1 : 0;
    }

    /// <summary><c>Doe</c>, <c>O'Neil</c></summary>
    private static int CapitalisedLength(ReadOnlySpan<char> text)
    {
        if (!char.IsAsciiLetterUpper(text.At(0)))
        {
            return 0;
        }

        var start = text.At(1) == '\'' && char.IsAsciiLetterUpper(text.At(2)) ? 3 : 1;
        var length = start;
        while (char.IsAsciiLetterLower(text.At(length)))
        {
            length++;
        }

        return length > start && text.EndsWordAt(length) ? length : 0;
    }

    private static bool IsChinese(char c) => c is >= '\u4e00' and <= '\u9fff';
}
