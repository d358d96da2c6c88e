using System.Globalization;

namespace Gateway.Host.Configuration;

/// <summary>Reads one option's value from text. What cannot be read gives the rule that it breaks, never an exception.</summary>
internal static class OptionText
{
    private delegate bool Parser(string text, out object? value);

    private static readonly Dictionary<Type, (Parser Parse, string Rule)> Parsers = new()
    {
        [typeof(string)] = (ParseText, "must be text"),
        [typeof(bool)] = (ParseBool, "must be true or false"),
        [typeof(int)] = (ParseInt, "must be a whole number"),
        [typeof(double)] = (ParseDouble, "must be a number, with a point for decimals"),
        [typeof(TimeSpan)] = (ParseTimeSpan, "must be a time span such as 00:00:30 (hours:minutes:seconds; 1.00:00:00 is a day); a number alone has no unit"),
    };

    /// <summary>The value, or the rule that the text breaks.</summary>
    public static bool TryRead(Type type, string text, out object? value, out string rule)
    {
        var underlying = Nullable.GetUnderlyingType(type) ?? type;
        if (underlying.IsEnum)
        {
            var names = Enum.GetNames(underlying);
            rule = $"must be one of {string.Join(", ", names)}";
            var name = Array.Find(names, n => n.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase));
            value = name is null ? null : Enum.Parse(underlying, name);
            return name is not null;
        }

        (var parse, rule) = Parsers[underlying];
        return parse(text, out value);
    }

    private static bool ParseText(string text, out object? value)
    {
        value = text;
        return true;
    }

    private static bool ParseBool(string text, out object? value)
    {
        var good = bool.TryParse(text, out var parsed);
        value = parsed;
        return good;
    }

    private static bool ParseInt(string text, out object? value)
    {
        var good = int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var parsed);
        value = parsed;
        return good;
    }

    private static bool ParseDouble(string text, out object? value)
    {
        var good = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) && double.IsFinite(parsed);
        value = parsed;
        return good;
    }

    // TimeSpan.Parse reads "30" as thirty days: nobody who writes that means it.
    private static bool ParseTimeSpan(string text, out object? value)
    {
        var parsed = TimeSpan.Zero;
        var good = text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out parsed);
        value = parsed;
        return good;
    }
}
