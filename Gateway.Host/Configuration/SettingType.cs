using System.ComponentModel;

namespace Gateway.Host.Configuration;

/// <summary>What may stand at a key, by the type it is bound to: a value, items, or a section with a key for each property.</summary>
internal static class SettingType
{
    private static readonly Dictionary<Type, string> Rules = new()
    {
        [typeof(bool)] = "must be true or false",
        [typeof(int)] = "must be a whole number",
        [typeof(long)] = "must be a whole number",
        [typeof(double)] = "must be a number, with a point for decimals",
        [typeof(Version)] = "must be a version such as 2 or 1.1",
        [typeof(TimeSpan)] =
            "must be a time span such as 00:00:30 (hours:minutes:seconds; 1.00:00:00 is a day); a number alone has no unit",
    };

    public static bool IsValue(Type type) => type.IsValueType || type == typeof(string) || type == typeof(Uri) || type == typeof(Version);

    /// <summary>What a list or a dictionary holds, null for any other type.</summary>
    public static Type? ItemOf(Type type) => type.IsGenericType && !IsValue(type) ? type.GetGenericArguments()[^1] : null;

    /// <summary>
    /// The rule that the text breaks, null where it is good. Stricter than the converters, which the binder uses: an enum takes names only,
    /// and a time span needs its unit, since they read 30 as thirty days. A type without a rule is its reader's to judge.
    /// </summary>
    public static string? RuleBrokenBy(string? text, Type type)
    {
        if (type.IsEnum)
        {
            var names = Enum.GetNames(type);
            return names.Contains(text?.Trim(), StringComparer.OrdinalIgnoreCase) ? null : $"must be one of {string.Join(", ", names)}";
        }

        var rule = Rules.GetValueOrDefault(type);
        if (text is null)
        {
            return rule ?? "must be text";
        }

        return rule is null || IsGood(text, type) ? null : rule;
    }

    private static bool IsGood(string text, Type type)
    {
        try
        {
            var value = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(type == typeof(Version) ? $"{text}.0" : text);
            return value is not (double.NaN or double.PositiveInfinity or double.NegativeInfinity)
                && (value is not TimeSpan || text.Contains(':', StringComparison.Ordinal));
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            return false;
        }
    }
}
