using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Gateway.Modules.ErrorText.Masking;

/// <summary>A rule of the user's. It is a regular expression that never backtracks, so that no text takes it long.</summary>
internal sealed record OwnRule(Regex Pattern, string Placeholder)
{
    public static ImmutableArray<OwnRule> Of(MaskingOptions options) =>
        [.. options.Rules.Select(rule => new OwnRule(rule.ToRegex(), rule.Placeholder))];

    /// <summary>
    /// What the rules find in a text, in its order. Where two meet, the rule that stands first in the configuration has it.
    /// </summary>
    public static OwnStretch[] Find(ImmutableArray<OwnRule> rules, ReadOnlySpan<char> text)
    {
        var found = new List<OwnStretch>();
        var taken = new bool[text.Length];
        foreach (var rule in rules)
        {
            foreach (var match in rule.Pattern.EnumerateMatches(text))
            {
                var place = taken.AsSpan(match.Index, match.Length);
                if (match.Length > 0 && !place.Contains(true))
                {
                    place.Fill(true);
                    found.Add(new OwnStretch(match.Index, match.Index + match.Length, rule.Placeholder));
                }
            }
        }

        found.Sort((left, right) => left.Start.CompareTo(right.Start));
        return [.. found];
    }
}
