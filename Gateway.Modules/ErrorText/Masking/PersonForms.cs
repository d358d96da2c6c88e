using System.Buffers;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking;

/// <summary>Recognises people and their addresses by the words before them. Each method gives a length at the start of the text, or 0.</summary>
internal static class PersonForms
{
    private const int LongestAddress = 48;

    /// <summary>Words for people after which two capitalised words are somebody's name.</summary>
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> People = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "customer", "user", "employee", "patient", "recipient", "cardholder", "holder", "beneficiary", "payee", "payer", "owner", "author", "student", "guest", "passenger",
        "dear", "mr", "mrs", "ms",
    }.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly string[] ChinesePeople =
    [
        "用户", "客户", "会员", "姓名", "联系人", "收货人", "收件人", "管理员", "员工", "学生", "患者", "持卡人", "司机", "负责人", "申请人", "审批人",
    ];

    /// <summary>Words for what has a name between brackets.</summary>
    private static readonly string[] ChineseNamed =
    [
        "商品", "产品", "物料", "门店", "店铺", "仓库", "供应商", "部门", "菜单", "项目", "活动", "课程", "名称", "访问", "公司", "企业", "班级", "设备", "分类", "标签",
    ];

    /// <summary>The surnames that nine of ten people in China have.</summary>
    private static readonly SearchValues<char> Surnames = SearchValues.Create(
        "王李张刘陈杨黄赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文");

    private static readonly SearchValues<char> Provinces = SearchValues.Create("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼");

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
        return second > 0 && !NameWords.IsOrdinary(text[..first]) && !NameWords.IsOrdinary(text.Slice(first + 1, second)) ? first + 1 + second : 0;
    }

    /// <summary>张三 after 用户, and where 收货地址 says so the address; the text starts with a Chinese character.</summary>
    public static int ChineseLength(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        before = before[Math.Max(0, before.Length - 8)..].TrimEnd(" ：:“\"[【「");
        if (before.EndsWith("地址", StringComparison.Ordinal))
        {
            return ChineseAddressLength(text);
        }

        if (!Surnames.Contains(text[0]) || !before.EndsWithAny(ChinesePeople))
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
        if (!char.IsAsciiLetterUpper(text.At(1)) || !Provinces.Contains(text[0]))
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
        if (!before.EndsWithAny(ChineseNamed) && !before.EndsWithAny(ChinesePeople))
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
