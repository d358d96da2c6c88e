using System.Collections;
using System.Text.RegularExpressions;
using Gateway.Modules.Shared.Secrets;

namespace Gateway.Host.Configuration;

/// <summary>One thing wrong with a configuration: which key, which rule it breaks, and what was found there.</summary>
/// <param name="Found">Fit to be shown: no secret, one line; null where there is nothing to show.</param>
internal sealed record ConfigurationMistake(string Key, string Rule, string? Found)
{
    public override string ToString() => Found is null ? $"{Key}: {Rule}" : $"{Key}: {Rule} ({Found})";
}

/// <summary>Collects every mistake of one reading.</summary>
internal sealed partial class MistakeList : IReadOnlyCollection<ConfigurationMistake>
{
    private const int LongestShown = 100;
    private readonly List<ConfigurationMistake> _mistakes = [];

    public int Count => _mistakes.Count;

    public void Add(string key, string rule) => _mistakes.Add(new(key, rule, null));

    public void Add(string key, string rule, string? value) => _mistakes.Add(new(key, rule, Show(key, value)));

    /// <summary>Adds it unless the key is wrong already: a second complaint would only confuse.</summary>
    public void AddOnce(string key, string rule, string? value)
    {
        if (!Names(key))
        {
            Add(key, rule, value);
        }
    }

    /// <summary>Whether this key, or one below it, is wrong.</summary>
    public bool Names(string key) => _mistakes.Exists(m => $"{m.Key}:".StartsWith($"{key}:", StringComparison.OrdinalIgnoreCase));

    /// <summary>The settings without those that are wrong, fit for a reader that stops at the first such one.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Leave(IEnumerable<KeyValuePair<string, string?>> settings) =>
        settings.ExceptBy(_mistakes.Select(m => m.Key), s => s.Key, StringComparer.OrdinalIgnoreCase);

    public IEnumerator<ConfigurationMistake> GetEnumerator() => _mistakes.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string Show(string key, string? value)
    {
        var shown = value is null ? "null"
            : value.Length == 0 ? "empty"
            : ControlCharacters().Replace(UserInfo().Replace(value, "//***@"), " ");
        return IsSecret(key) && !string.IsNullOrEmpty(value) ? "value not shown"
            : shown.Length <= LongestShown ? $"is {shown}"
            : $"is {shown[..LongestShown]}...";
    }

    // The last part of the key that is no place in a list names the value.
    private static bool IsSecret(string key) =>
        key.Split(':').LastOrDefault(part => part.Any(c => !char.IsAsciiDigit(c))) is { } name
            && SecretNames.Matches(name, new DimensionsOptions());

    [GeneratedRegex("//[^/@]*@")]
    private static partial Regex UserInfo();

    [GeneratedRegex("[\\p{Cc}\\p{Cf}]")]
    private static partial Regex ControlCharacters();
}
