using System.Buffers;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>
/// Recognises which kind of record an error is about, <c>Order</c> in <c>Order 17 does not exist</c>: the application's word, not the
/// error's. Each method gives a length at the start of the text, or 0.
/// </summary>
internal static class EntityForms
{
    private const int LongestValue = 64;

    private static readonly SearchValues<char> ValueEnd = SearchValues.Create(" ,;()[]{}");

    /// <summary>What is said of a record.</summary>
    private static readonly string[] Predicates = [" with id", " with 'id'", " with ID", " with this ", " with identifier ", " #", " validation failed", " matching query "];

    /// <summary>What is said of one that is named by its value.</summary>
    private static readonly string[] Fates =
    [
        " not found", " does not exist", " doesn't exist", " was not found", " could not be found", " cannot be found", " already exists", " is already ", " has already ",
        " was already ", " has been deleted", " is not available", " for tenant ",
    ];

    private static readonly string[] Searches = ["Could not find ", "could not find ", "Couldn't find ", "Cannot find ", "Unable to find ", "No such "];

    /// <summary>How a failed request to other records is told: <c>No Invoice found for id 17</c>.</summary>
    private static readonly string[] Absences = [" found for ", " found with ", " exists with ", " matches "];

    /// <summary>Whether the name is a record's kind, by what is said of it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="rest">What follows it.</param>
    /// <param name="before">What is before it.</param>
    /// <param name="startsClause">Whether a sentence or a part of one starts with it.</param>
    public static bool IsEntity(ReadOnlySpan<char> name, ReadOnlySpan<char> rest, ReadOnlySpan<char> before, bool startsClause) =>
        IsAsked(name, rest, before, startsClause) && name.RunOfLetters() == name.Length && name.Length > 2 && name[1..].IndexOfAnyInRange('A', 'Z') < 0
            && !NameWords.ResourceNouns.Contains(name) && !NameWords.Ordinary.Contains(name) && !NameWords.Telling.Contains(name) && !NameWords.Parts.Contains(name);

    private static bool IsAsked(ReadOnlySpan<char> name, ReadOnlySpan<char> rest, ReadOnlySpan<char> before, bool startsClause)
    {
        if (rest.StartsWithAny(Predicates) || (startsClause && rest.StartsWith(" not found", StringComparison.Ordinal)))
        {
            return true;
        }

        if (!char.IsAsciiLetterUpper(name[0]))
        {
            return IsDescribed(rest);
        }

        if (before.EndsWith("No ", StringComparison.Ordinal) && rest.StartsWithAny(Absences))
        {
            return true;
        }

        var value = ValueLength(rest);
        return value > 0 && (before.EndsWithAny(Searches) || (startsClause && rest[value..].StartsWithAny(Fates)));
    }

    /// <summary><c>a coupon with code "X1" already exists</c></summary>
    private static bool IsDescribed(ReadOnlySpan<char> rest)
    {
        if (!rest.StartsWith(" with ", StringComparison.Ordinal))
        {
            return false;
        }

        var after = rest[6..];
        after = after[after.RunOf(Characters.Word)..];
        after = after.TrimStart(" =:");
        return after.At(0) is '"' or '\'' && after[..Math.Min(after.Length, LongestValue * 2)].Contains(" already exists", StringComparison.Ordinal);
    }

    /// <summary>A space and what names one record: a number, an identifier, a quoted text.</summary>
    private static int ValueLength(ReadOnlySpan<char> text)
    {
        if (text.At(0) != ' ' || text.Length < 2)
        {
            return 0;
        }

        var value = text[1..Math.Min(text.Length, LongestValue)];
        if (value[0] is '\'' or '"')
        {
            return QuoteForms.CloseOf(value) is > 0 and var close ? 2 + close : 0;
        }

        var end = value.IndexOfAny(ValueEnd);
        end = end < 0 ? value.Length : end;
        return value[..end].HasDigit() ? 1 + end : 0;
    }
}
