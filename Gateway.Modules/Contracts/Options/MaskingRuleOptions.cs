using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace Gateway.Modules.Contracts.Options;

/// <summary>Values of your own that differ from one error to the next while the error is one. Read at start.</summary>
[ReadAtStart]
public sealed record MaskingRuleOptions
{
    /// <summary>What it masks, in a word: letters, digits, <c>-</c> and <c>_</c>.</summary>
    [Required]
    public string Name { get; init; } = "";

    /// <summary>
    /// A regular expression of .NET, without what needs backtracking (lookarounds, back references), with a difference between small
    /// letters and capitals. It must not match the empty text. At most 500 characters.
    /// </summary>
    [Required]
    public string Pattern { get; init; } = "";

    /// <summary>What is put in a match's place: <c>{order}</c>, of 1 to 10 small letters, digits and <c>_</c>.</summary>
    [Required]
    public string Placeholder { get; init; } = "";

    /// <summary>The pattern, ready to use. Throws where it is none.</summary>
    public Regex ToRegex() => new(Pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
