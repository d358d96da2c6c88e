using System.Text.RegularExpressions;

namespace Gateway.Host.Configuration;

/// <summary>What one attribute cannot say of the user's masking rules.</summary>
internal static partial class MaskingRuleChecks
{
    private const int LongestPattern = 500;
    private const string PlaceholderRule = "must be 1 to 10 small letters, digits and _ between braces, such as {order}";
    private const string Key = "ErrorText:Masking:Rules";

    /// <summary>Each mistake: the key below the section <c>Gateway</c>, the rule, and what is there instead.</summary>
    public static IEnumerable<(string Key, string Rule, string? Value)> Mistakes(IReadOnlyList<MaskingRuleOptions> rules)
    {
        if (rules.Count > MaskingOptions.MostRules)
        {
            yield return (Key, $"must have at most {MaskingOptions.MostRules} rules", $"{rules.Count} rules");
        }

        for (var i = 0; i < rules.Count; i++)
        {
            var rule = rules[i];
            if (!Name().IsMatch(rule.Name))
            {
                yield return ($"{Key}:{i}:Name", "must be 1 to 40 letters, digits, - and _", rule.Name);
            }
            else if (rules.Take(i).Any(earlier => earlier.Name == rule.Name))
            {
                yield return ($"{Key}:{i}:Name", "must differ from the names of the other rules", rule.Name);
            }

            if (!Placeholder().IsMatch(rule.Placeholder))
            {
                yield return ($"{Key}:{i}:Placeholder", PlaceholderRule, rule.Placeholder);
            }

            if (ProblemOf(rule) is { } problem)
            {
                yield return ($"{Key}:{i}:Pattern", problem, rule.Pattern);
            }
        }
    }

    private static string? ProblemOf(MaskingRuleOptions rule)
    {
        if (rule.Pattern.Length is 0 or > LongestPattern)
        {
            return $"must have 1 to {LongestPattern} characters";
        }

        try
        {
            return rule.ToRegex().IsMatch("") ? "must not match the empty text" : null;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return $"must be a regular expression without lookarounds and back references: {exception.Message}";
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,40}$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\{[a-z0-9_]{1,10}\}$")]
    private static partial Regex Placeholder();
}
