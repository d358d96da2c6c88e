using System.Buffers;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>
/// Recognises names that an application gave to its tables, fields, classes and the like: by their form, by the word before them
/// (<c>table t_orders</c>) or by what is said of them (<c>user_id is required</c>). They differ from place to place while the
/// cause is one. Names of error types and error codes are none of these. Each method gives a length at the start of the text, or 0.
/// </summary>
internal static class NameForms
{
    private const int Longest = 128;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-$/");

    private static readonly SearchValues<char> Separators = SearchValues.Create(" :=[(\"'`：“");

    /// <summary>First parts of package names that are libraries'.</summary>
    private static readonly WordList Libraries = WordList.Of("library-packages");

    private static readonly string[] OwnRoots = ["com.", "cn.", "net.", "io.", "me.", "co.", "top."];

    /// <summary>How applications end the names of their own classes.</summary>
    private static readonly WordList ClassEndings = WordList.Of("class-endings");

    /// <summary>First words of classes that are libraries' in spite of their endings.</summary>
    private static readonly WordList LibraryClasses = WordList.Of("library-classes");

    /// <summary>What is said of a thing with a name.</summary>
    private static readonly string[] ThingPredicates = [" does not exist", " already ", " is missing", " reached ", " not found", " was not found", " could not be found", " has expired"];

    private static readonly string[] KeyPrefixes = ["fk_", "uk_", "ix_", "pk_", "uq_", "idx_", "uniq_", "ux_", "df_", "ck_"];

    /// <summary>What is said of a field.</summary>
    private static readonly string[] FieldPredicates =
    [
        " is required", " is a required", " is missing", " must ", " cannot be ", " can't be ", " can not be ", " should ", " has already been taken", " already exists",
        " field is required", " field must", " may not be ", " is not a ", " is not valid", " is invalid", " doesn't have a default", "不能为", " 不能为", "必须", " 必须", " 必填",
        "必填", "已存在", " 已存在", "长度", " 长度", " is too ", "格式", " 格式", "的长度", ": 不能为", "：不能为", ": must ", ": is required", ": invalid type", ": invalid value",
    ];

    /// <summary>What JavaScript says of a variable.</summary>
    private static readonly string[] VariablePredicates =
    [
        " is not iterable", " is not a function", " is not a constructor", " is not defined", " is undefined", " is null", " is not callable", " NULLS FIRST",
    ];

    private static readonly SearchValues<char> PredicateStarts = SearchValues.Create("aimcshfdNnwv#不必已长格的:：");

    private static readonly string[] Prepositions = [" for", " of", " to", " on", " in", " from", "(for", " into", " with", " at", " by", ","];

    public static readonly Starters KeyStarters = Starters.OfEach(KeyPrefixes, ignoreCase: true);

    public static readonly Starters PackageStarters = Starters.OfEach(OwnRoots);

    /// <summary>A name with what goes with it: a method after it, and a placeholder of its own after the word <c>model</c>.</summary>
    public static Taken Named(in MaskingView view, int length)
    {
        if (length == 0)
        {
            return 0;
        }

        var text = view.Rest;
        var name = text[..length];
        if (view.KeptWord is "model" or "Model" && name.HasDigit() && name.Contains('-') && AddressForms.UuidLength(text) == 0 && ModelForms.LengthOf(text) == 0)
        {
            return new Taken(0, length) { Placeholder = Placeholders.Model };
        }

        return text.At(length) == '#' && char.IsAsciiLetter(text.At(length + 1)) && AddressForms.UuidLength(text[(length + 1)..]) == 0
            ? length + 1 + text[(length + 1)..].RunOf(Characters.Word)
            : length;
    }

    /// <param name="text">Starts with the name.</param>
    /// <param name="before">The text before the word that may say what the name is.</param>
    /// <param name="thing">That word.</param>
    /// <param name="between">What lies between it and the name.</param>
    public static int LengthByThing(ReadOnlySpan<char> text, ReadOnlySpan<char> before, ReadOnlySpan<char> thing, ReadOnlySpan<char> between)
    {
        if (between.Length is 0 or > 3 || between.IndexOfAnyExcept(Separators) >= 0
            || !(NameWords.ResourceNouns.Contains(thing) || (thing is "failed" && before.EndsWith("constraint ", StringComparison.OrdinalIgnoreCase))))
        {
            return 0;
        }

        var name = NameAt(text);
        if (name.IsEmpty || IsHexIdentifier(name) || NameWords.Telling.Contains(name) || NameWords.Ordinary.Contains(name) || IsErrorType(name) || IsLibraryType(name))
        {
            return 0;
        }

        var next = text.At(name.Length);
        // "model's", "server didn't"
        if (name.Length < 2 || (next == '\'' && char.IsAsciiLetter(text.At(name.Length + 1))) || (between.Length == 1 && between[0] is '\'' or '"' or '`'))
        {
            return 0;
        }

        if (between[^1] is '[' or '(')
        {
            return next == (between[^1] == '[' ? ']' : ')') && !name.HasOnlyUpper() | between[^1] == '[' ? name.Length : 0;
        }

        if (LooksLikeName(name) || between[^1] is '"' or '\'' or '`' or '“')
        {
            return name.Length;
        }

        var ends = next is '\0' or '.' or ',' or ';' or ')' or ']' or '"' or '\'' or '`' || (next == ':' && (text.At(name.Length + 1) == ' ' || between is ":"));
        var isLower = !name.ContainsAnyInRange('A', 'Z');
        if (between[^1] is '=' || (between.Trim(' ') is ":" or "：" && ends && isLower))
        {
            return name.Length;
        }

        var rest = text[name.Length..];
        return (ends || rest.StartsWith(" (", StringComparison.Ordinal) ? HasPreposition(before) || thing is "table" or "relation" or "keyspace" : rest.StartsWithAny(ThingPredicates) || IsInThing(rest))
            ? name.Length
            : 0;
    }

    /// <summary>Where it is, in a thing again: <c>column title in table books</c>.</summary>
    private static bool IsInThing(ReadOnlySpan<char> rest)
    {
        var preposition = rest.StartsWith(" in ", StringComparison.Ordinal) || rest.StartsWith(" on ", StringComparison.Ordinal) || rest.StartsWith(" of ", StringComparison.Ordinal) ? 4 : 0;
        var word = rest[preposition..].RunOfLetters();
        return preposition > 0 && NameWords.ResourceNouns.Contains(rest.Slice(preposition, word)) && rest.At(preposition + word) == ' ';
    }

    /// <summary>After a Chinese word for what the name is, also in brackets.</summary>
    public static int LengthByChineseThing(in MaskingView view)
    {
        if (view.Previous is not (' ' or '[' or '(' or '（' or ':' or '：' or '=' or >= '\u4e00'))
        {
            return 0;
        }

        var before = view.Before;
        before = before[Math.Max(0, before.Length - 8)..].TrimEnd(" [(（:：=");
        if (before is not [.., >= '\u4e00'] || !NameWords.ChineseResourceNouns.Ends(before))
        {
            return 0;
        }

        var name = NameAt(view.Rest);
        return name.Length < 2 || NameWords.Telling.Contains(name) || IsErrorType(name) || NameWords.Settings.IsIn(name) ? 0 : name.Length;
    }

    /// <summary>The kind of a record, by what is said of it.</summary>
    public static int EntityLength(in MaskingView view)
    {
        var name = NameAt(view.Rest);
        var rest = view.Rest[name.Length..];
        // Nearly no word has what is said of a record after it, and its first letter tells.
        return !name.IsEmpty && rest.At(0) == ' ' && (char.IsAsciiLetterUpper(name[0]) || rest.At(1) is 'w' or '#' or 'v' or 'm' or 'n')
            && EntityForms.IsEntity(name, rest, view.Before, StartsClause(in view)) ? name.Length : 0;
    }

    /// <summary>A variable, by what JavaScript says of it.</summary>
    public static int VariableLength(in MaskingView view)
    {
        var name = NameAt(view.Rest);
        var rest = view.Rest[name.Length..];
        return !name.IsEmpty && MayBeSaid(rest) && (char.IsAsciiLetterLower(name[0]) || name.Contains('.')) && rest.StartsWithAny(VariablePredicates)
            && !NameWords.Ordinary.Contains(name) && StartsClause(in view) ? name.Length : 0;
    }

    /// <summary>A field, by what is said of it.</summary>
    public static int FieldLength(in MaskingView view)
    {
        var name = NameAt(view.Rest);
        var rest = view.Rest[name.Length..];
        if (name.IsEmpty || !MayBeSaid(rest))
        {
            return 0;
        }

        var isField = NameWords.Fields.Contains(name) ? StartsClause(in view) || rest[0] > ' ' : LooksLikeField(name, rest);
        return isField && !NameWords.Settings.IsIn(name) && !NameWords.Ordinary.Contains(name) && rest.StartsWithAny(FieldPredicates) ? name.Length : 0;
    }

    private static bool MayBeSaid(ReadOnlySpan<char> rest) => PredicateStarts.Contains(rest.At(0) == ' ' ? rest.At(1) : rest.At(0));

    /// <summary>Whether a sentence or a part of one starts here.</summary>
    private static bool StartsClause(in MaskingView view) =>
        view.IsAtStart || (view.Previous != '.' && view.Before.TrimEnd(' ') is [.., ':' or '：' or ',' or '"' or '\'' or '.' or '[' or '(']) || view.KeptWord is "The" or "the" or "Field";

    /// <summary>It may as well start with a digit, and is then no name.</summary>
    private static bool IsHexIdentifier(ReadOnlySpan<char> name) => name.Length >= 7 && name.RunOf(Characters.Hex) == name.Length && name.HasDigit();

    /// <summary>The type of an error, which is no application's own name.</summary>
    public static bool IsErrorType(ReadOnlySpan<char> name) =>
        name.EndsWith("Exception", StringComparison.Ordinal) || name.EndsWith("Error", StringComparison.Ordinal) || name.EndsWith("Fault", StringComparison.Ordinal);

    /// <summary>A type of a language's or a library's own, with its package.</summary>
    public static bool IsLibraryType(ReadOnlySpan<char> name) => name.Contains('.') && Libraries.Starts(name);

    /// <summary>The run of characters that names are made of, without what ends a sentence.</summary>
    private static ReadOnlySpan<char> NameAt(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, Longest)];
        return text[..text.RunOf(NameCharacters)].TrimEnd("./-$");
    }

    private static bool LooksLikeName(ReadOnlySpan<char> name) =>
        name.IndexOfAny('_', '.') > 0 || (name.Contains('/') && name.ContainsAnyInRange('a', 'z')) || name.HasDigit() || (name.Contains('-') && !name.ContainsAnyInRange('A', 'Z')) || HasHump(name);

    private static bool LooksLikeField(ReadOnlySpan<char> name, ReadOnlySpan<char> rest) =>
        (name.IndexOf('_') > 0 && !name.ContainsAnyInRange('A', 'Z') && !name.EndsWith("error", StringComparison.Ordinal)) || (HasHump(name) && !IsErrorType(name) && (char.IsAsciiLetterLower(name[0]) || rest.StartsWith(" field", StringComparison.Ordinal)));

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

    private static bool HasOnlyUpper(this ReadOnlySpan<char> name) => !name.ContainsAnyInRange('a', 'z') && name.Length <= 4;

    /// <summary><c>OrderClient#load(Long)</c>, <c>OrderService::load()</c></summary>
    public static int MethodLength(ReadOnlySpan<char> text)
    {
        var type = text.RunOf(Characters.Word);
        var mark = text.At(type) == '#' ? 1 : text.At(type) == ':' && text.At(type + 1) == ':' ? 2 : 0;
        return mark == 0 || NameAt(text).Length < 3 || !char.IsAsciiLetterLower(text.At(type + mark)) ? 0 : type + mark + text[(type + mark)..].RunOf(Characters.Word);
    }

    /// <summary>A class with one of the endings that applications use.</summary>
    public static int OwnClassLength(ReadOnlySpan<char> text)
    {
        var name = NameAt(text);
        if (name.Length < 3 || ClassEndings.EndOf(name) is not { } ending || ending.Length == name.Length || name.IndexOfAny('_', '-', '.') >= 0 || text[name.Length..].StartsWith("::", StringComparison.Ordinal))
        {
            return 0;
        }

        return char.IsAsciiLetterLower(name[^(ending.Length + 1)]) && !LibraryClasses.Starts(name) ? name.Length : 0;
    }

    /// <summary>A constraint's or an index's name.</summary>
    public static int KeyLength(ReadOnlySpan<char> text)
    {
        var name = NameAt(text);
        return IsKey(name) ? name.Length : 0;
    }

    private static bool IsKey(ReadOnlySpan<char> name)
    {
        if (name[..Math.Min(name.Length, 5)].IndexOf('_') < 2)
        {
            return false;
        }

        foreach (var prefix in KeyPrefixes)
        {
            if (name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>com.acme.dto.OrderDto</c></summary>
    public static int PackagedLength(ReadOnlySpan<char> text)
    {
        var name = NameAt(text);
        return name.Count('.') >= 2 && name.StartsWithAny(OwnRoots) && !Libraries.Starts(name)
            && (char.IsAsciiLetterUpper(name[name.LastIndexOf('.') + 1]) || (name.Count('.') >= 3 && char.IsAsciiLetterUpper(name[name[..name.LastIndexOf('.')].LastIndexOf('.') + 1]))) && !name.Contains("Exception", StringComparison.Ordinal) && !IsErrorType(name)
            ? name.Length : 0;
    }

    /// <summary><c>APP.FK_ORDERS</c>, <c>shop.t_orders</c></summary>
    public static int QualifiedLength(ReadOnlySpan<char> text)
    {
        var name = NameAt(text);
        var dot = name.IndexOf('.');
        if (dot < 2 || name.IndexOf('_') < 0 || name.IndexOfAny('/', '-') >= 0 || name.Contains("error", StringComparison.Ordinal) || name.Contains("exception", StringComparison.Ordinal))
        {
            return 0;
        }

        // ACQ.BALANCE_NOT_ENOUGH is a code, APP.FK_ORDERS is not.
        var isQualified = name.ContainsAnyInRange('A', 'Z')
            ? IsKey(name[(dot + 1)..]) || (!name.ContainsAnyInRange('a', 'z') && !name.HasDigit() && name.Count('_') == 1)
            : name.Count('.') == 1 && name[(dot + 1)..].Length >= 2 && name[dot + 1] != '_' && text.At(name.Length) is not '(' && !NameWords.Settings.IsIn(name);
        return isQualified ? name.Length : 0;
    }

    /// <summary>A pod, a node, a worker.</summary>
    public static int ReplicaLength(ReadOnlySpan<char> text)
    {
        var name = NameAt(text);
        return name.Length >= 3 && ReplicaForms.IsReplica(name) ? name.Length : 0;
    }

    /// <summary>Salesforce's <c>Amount__c</c>.</summary>
    public static int CustomFieldLength(ReadOnlySpan<char> text)
    {
        var name = NameAt(text);
        return name.Length >= 3 && name.EndsWith("__c", StringComparison.Ordinal) ? name.Length : 0;
    }

    private static bool HasPreposition(ReadOnlySpan<char> before)
    {
        before = before.TrimEnd(' ');
        foreach (var preposition in Prepositions)
        {
            if (before.EndsWith(preposition, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return before.IsEmpty;
    }
}
