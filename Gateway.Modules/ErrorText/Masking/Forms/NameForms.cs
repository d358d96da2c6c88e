using System.Buffers;
using Gateway.Modules.ErrorText.Text;
using Gateway.Modules.Shared.Words;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>
/// Recognises names that an application gave to its tables, fields, classes and the like: by their form, by the word before them
/// (<c>table t_orders</c>) or by what is said of them (<c>user_id is required</c>). They differ from place to place while the
/// cause is one. Names of error types and error codes are none of these. Each method gives a length at the start of the text, or 0.
/// </summary>
internal static class NameForms
{
    private const int Longest = 128;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(Characters.WordCharacters + ".-$/");

    private static readonly SearchValues<char> ReplicaCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private static readonly SearchValues<char> HexOrHyphen = SearchValues.Create("0123456789abcdef-");

    private static readonly SearchValues<char> Separators = SearchValues.Create(" :=[(\"'`：“");

    /// <summary>How constraints and indexes are called.</summary>
    private static readonly WordList KeyPrefixes = WordList.Read("key-prefixes", ignoreCase: true);

    private static readonly string[] OwnRoots = ["com.", "cn.", "net.", "io.", "me.", "co.", "top."];

    /// <summary>What is said of a thing with a name.</summary>
    private static readonly string[] ThingPredicates =
    [
        " does not exist", " already ", " is missing", " reached ", " not found", " was not found", " could not be found", " has expired",
    ];

    /// <summary>What is said of a field.</summary>
    private static readonly string[] FieldPredicates =
    [
        " is required", " is a required", " is missing", " must ", " cannot be ", " can't be ", " can not be ", " should ",
        " has already been taken", " already exists", " field is required", " field must", " may not be ", " is not a ", " is not valid",
        " is invalid", " is too ", " doesn't have a default", ": must ", ": is required", ": invalid type", ": invalid value",
        "不能为", " 不能为", ": 不能为", "：不能为", "必须", " 必须", "必填", " 必填", "已存在", " 已存在", "长度", " 长度", "的长度", "格式", " 格式",
    ];

    /// <summary>What JavaScript says of a variable.</summary>
    private static readonly string[] VariablePredicates =
    [
        " is not iterable", " is not a function", " is not a constructor", " is not defined", " is undefined", " is null",
        " is not callable",
    ];

    private static readonly SearchValues<char> PredicateStarts = SearchValues.Create("aimcshfdNnwv#不必已长格的:：");

    private static readonly string[] Prepositions =
        [" for", " of", " to", " on", " in", " from", "(for", " into", " with", " at", " by", ","];

    /// <summary>After the word for what it is: <c>table t_orders</c>.</summary>
    public static int LengthByThing(in MaskingView view)
    {
        var text = view.Rest;
        var thing = view.KeptWord;
        var between = view.Between;
        var before = view.BeforeKeptWord;
        if (between.Length is 0 or > 3 || between.ContainsAnyExcept(Separators) || between is "'" or "\"" or "`"
            || !SaysWhatItIs(thing, before))
        {
            return 0;
        }

        var name = NameAt(text);
        var rest = text[name.Length..];
        if (name.Length < 2 || IsOfTheError(name) || IsContracted(rest))
        {
            return 0;
        }

        var mark = between[^1];
        if (mark is '[' or '(')
        {
            var isClosed = rest.At(0) == (mark == '[' ? ']' : ')');
            return isClosed && (mark == '[' || name.Length > 4 || name.ContainsAnyInRange('a', 'z')) ? name.Length : 0;
        }

        var ends = rest.At(0) is '\0' or '.' or ',' or ';' or ')' or ']' or '"' or '\'' or '`'
            || (rest.At(0) == ':' && (rest.At(1) == ' ' || between is ":"));
        if (LooksLikeName(name) || mark is '"' or '\'' or '`' or '“' or '='
            || (ends && between.Trim(' ') is ":" or "：" && !name.ContainsAnyInRange('A', 'Z')))
        {
            return name.Length;
        }

        var isName = ends || rest.StartsWith(" (", StringComparison.Ordinal)
            ? thing is "table" or "relation" or "keyspace" || HasPreposition(before)
            : rest.StartsWithAny(ThingPredicates) || IsInThing(rest);
        return isName ? name.Length : 0;
    }

    /// <summary>After a Chinese word for what the name is, also in brackets.</summary>
    public static int LengthByChineseThing(in MaskingView view)
    {
        if (view.Previous is not (' ' or '[' or '(' or '（' or ':' or '：' or '=' or >= '\u4e00')
            || !NameWords.ChineseResourceNouns.Ends(view.Before.TrimEnd(" [(（:：=")))
        {
            return 0;
        }

        var name = NameAt(view.Rest);
        return name.Length < 2 || NameWords.Telling.Contains(name) || TypeNames.IsErrorType(name)
            || NameWords.Settings.IsIn(name) ? 0 : name.Length;
    }

    /// <summary>A variable, by what JavaScript says of it.</summary>
    public static int VariableLength(in MaskingView view)
    {
        var name = NameAt(view.Rest);
        return !name.IsEmpty && (char.IsAsciiLetterLower(name[0]) || name.Contains('.'))
            && view.Rest[name.Length..].StartsWithAny(VariablePredicates)
            && !NameWords.Ordinary.Contains(name) && StartsClause(in view) ? name.Length : 0;
    }

    /// <summary>A field, by what is said of it.</summary>
    public static int FieldLength(in MaskingView view)
    {
        var name = NameAt(view.Rest);
        var rest = view.Rest[name.Length..];
        if (name.IsEmpty || !PredicateStarts.Contains(rest.At(0) == ' ' ? rest.At(1) : rest.At(0)))
        {
            return 0;
        }

        var isField = NameWords.Fields.Contains(name) ? StartsClause(in view) || rest[0] > ' ' : LooksLikeField(name, rest);
        return isField && !NameWords.Settings.IsIn(name) && !NameWords.Ordinary.Contains(name)
            && rest.StartsWithAny(FieldPredicates) ? name.Length : 0;
    }

    /// <summary><c>OrderClient#load(Long)</c>, <c>OrderService::load()</c></summary>
    public static int MethodLength(ReadOnlySpan<char> text)
    {
        var type = text.RunOf(Characters.Word);
        var mark = text.At(type) == '#' ? 1 : text.At(type) == ':' && text.At(type + 1) == ':' ? 2 : 0;
        return mark > 0 && char.IsAsciiLetterLower(text.At(type + mark)) ? type + mark + text[(type + mark)..].RunOf(Characters.Word) : 0;
    }

    /// <summary><c>com.acme.dto.OrderDto</c>, <c>shop.t_orders</c>, <c>APP.FK_ORDERS</c></summary>
    public static int QualifiedLength(in MaskingView view)
    {
        var name = NameAt(view.Rest);
        var dot = name.IndexOf('.');
        if (dot < 2 || name.ContainsAny('/', '-') || name.Contains("error", StringComparison.OrdinalIgnoreCase)
            || name.Contains("exception", StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        var last = name[(name.LastIndexOf('.') + 1)..];
        var isType = char.IsAsciiLetterUpper(last.At(0)) && name.Count('.') >= 2 && name.StartsWithAny(OwnRoots)
            && !TypeNames.IsLibraryType(name);
        var isKey = KeyPrefixes.Starts(last);
        // ACQ.BALANCE_NOT_ENOUGH is a code, APP.FK_ORDERS is not.
        var isQualified = name.Contains('_') && (name.ContainsAnyInRange('A', 'Z')
            ? !name.ContainsAnyInRange('a', 'z') && !name.HasDigit() && name.Count('_') == 1
            : name.Count('.') == 1 && last.Length >= 2 && last[0] != '_' && view.Rest.At(name.Length) is not '('
                && !NameWords.Settings.IsIn(name));
        return isType || isKey || isQualified ? name.Length : 0;
    }

    /// <summary>One of many that an orchestrator named: <c>orders-7d9f8b6c5d-x2x4z</c>, <c>maple-1719-3f9c2ab1</c>.</summary>
    public static int ReplicaLength(ReadOnlySpan<char> text)
    {
        var name = NameAt(text);
        var last = name[(name.LastIndexOf('-') + 1)..];
        var isRandom = last.Length >= 5 && (last.HasDigit() || !last.ContainsAny("aeiou")) && name.HasDigit();
        // Groups of hexadecimal digits alone are no name.
        return isRandom && name.Count('-') >= 2 && !name.ContainsAnyExcept(ReplicaCharacters)
            && name.ContainsAnyExcept(HexOrHyphen) ? name.Length : 0;
    }

    /// <summary>The run of characters that names are made of, without what ends a sentence.</summary>
    private static ReadOnlySpan<char> NameAt(ReadOnlySpan<char> text) =>
        text[..text[..Math.Min(text.Length, Longest)].RunOf(NameCharacters)].TrimEnd("./-$");

    /// <summary>Whether a sentence or a part of one starts here.</summary>
    private static bool StartsClause(in MaskingView view) =>
        view.IsAtStart || view.KeptWord is "The" or "the" or "Field"
        || (view.Previous != '.' && view.Before.TrimEnd(' ') is [.., ':' or '：' or ',' or '"' or '\'' or '.' or '[' or '(']);

    private static bool SaysWhatItIs(ReadOnlySpan<char> thing, ReadOnlySpan<char> before) =>
        NameWords.ResourceNouns.Contains(thing)
        || (thing is "failed" && before.EndsWith("constraint ", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it is a word of the error, or an identifier of hexadecimal digits, which may as well start with a digit.</summary>
    private static bool IsOfTheError(ReadOnlySpan<char> name) =>
        NameWords.Telling.Contains(name) || NameWords.Ordinary.Contains(name)
        || TypeNames.IsErrorType(name) || TypeNames.IsLibraryType(name)
        || (name.Length >= 7 && name.RunOf(Characters.Hex) == name.Length && name.HasDigit());

    /// <summary><c>model's</c>, <c>didn't</c></summary>
    private static bool IsContracted(ReadOnlySpan<char> rest) => rest.At(0) == '\'' && char.IsAsciiLetter(rest.At(1));

    /// <summary>Where it is, in a thing again: <c>column title in table books</c>.</summary>
    private static bool IsInThing(ReadOnlySpan<char> rest)
    {
        var word = rest.Length > 4 && rest[..4] is " in " or " on " or " of " ? rest[4..].RunOfLetters() : 0;
        return word > 0 && NameWords.ResourceNouns.Contains(rest.Slice(4, word)) && rest.At(4 + word) == ' ';
    }

    private static bool LooksLikeName(ReadOnlySpan<char> name) =>
        name.IndexOfAny('_', '.') > 0 || (name.Contains('/') && name.ContainsAnyInRange('a', 'z')) || name.HasDigit()
            || (name.Contains('-') && !name.ContainsAnyInRange('A', 'Z')) || HasHump(name);

    private static bool LooksLikeField(ReadOnlySpan<char> name, ReadOnlySpan<char> rest) =>
        (name.IndexOf('_') > 0 && !name.ContainsAnyInRange('A', 'Z') && !name.EndsWith("error", StringComparison.Ordinal))
        || (HasHump(name) && !TypeNames.IsErrorType(name)
            && (char.IsAsciiLetterLower(name[0]) || rest.StartsWith(" field", StringComparison.Ordinal)));

    private static bool HasHump(ReadOnlySpan<char> name)
    {
        for (var i = 1; i < name.Length; i++)
        {
            if (char.IsAsciiLetterLower(name[i - 1]) && char.IsAsciiLetterUpper(name[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasPreposition(ReadOnlySpan<char> before)
    {
        before = before.TrimEnd(' ');
        return before.IsEmpty || before.EndsWithAny(Prepositions, StringComparison.OrdinalIgnoreCase);
    }
}
