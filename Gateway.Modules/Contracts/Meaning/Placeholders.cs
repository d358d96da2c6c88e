using System.Buffers;

namespace Gateway.Modules.Contracts.Meaning;

/// <summary>What stands for a value in a masked text or in the template of a path: a name of letters and dashes in braces.</summary>
public static class Placeholders
{
    public const string Number = "{n}";
    public const string Hex = "{hex}";
    public const string Uuid = "{uuid}";
    public const string Address = "{ip}";
    public const string Time = "{ts}";
    public const string Url = "{url}";
    public const string Host = "{host}";
    public const string Path = "{path}";
    public const string Mail = "{mail}";
    public const string Token = "{token}";
    public const string Quoted = "{q}";
    public const string Name = "{name}";
    public const string Model = "{model}";
    public const string Statement = "{sql}";

    /// <summary>A whole number in a path.</summary>
    public const string Integer = "{int}";

    /// <summary>Digits and letters up to f in a path: a digest or an id.</summary>
    public const string Hash = "{hash}";

    /// <summary>The name of a model, a version or a date in a path.</summary>
    public const string Slug = "{slug}";

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-");

    /// <summary>Characters of the placeholder that the text begins with; 0 where it begins with none.</summary>
    public static int LengthAt(ReadOnlySpan<char> text)
    {
        if (text is not ['{', ..])
        {
            return 0;
        }

        var name = text[1..].IndexOfAnyExcept(NameCharacters);
        return name > 0 && text[name + 1] == '}' ? name + 2 : 0;
    }
}
