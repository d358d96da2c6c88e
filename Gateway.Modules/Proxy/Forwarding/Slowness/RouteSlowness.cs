using System.Globalization;
using Yarp.ReverseProxy.Configuration;

namespace Gateway.Modules.Proxy.Forwarding.Slowness;

/// <summary>What a route's metadata says about slow answers.</summary>
/// <param name="After">From when an answer is slow; null where that is learned from the route's own answers.</param>
internal sealed record RouteSlowness(TimeSpan? After)
{
    /// <summary>
    /// From when a good answer of the route is a slow one: <c>2s</c>, <c>500ms</c>, <c>00:00:02</c>, or <c>auto</c>.
    /// </summary>
    public const string Key = "SlowAfter";

    private const string Auto = "auto";
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private static readonly (string Unit, double Milliseconds)[] Units = [("ms", 1), ("s", 1000), ("m", 60_000)];

    /// <summary>What is wrong with the metadata of a route, one item a mistake.</summary>
    public static IEnumerable<Exception> MistakesOf(RouteConfig route)
    {
        if (route.Metadata?.GetValueOrDefault(Key) is { } text && Read(text) is null)
        {
            yield return new ArgumentException(
                $"Route '{route.RouteId}': Metadata:{Key} '{text}' must be {Auto} or a time above 0 and up to an hour: 2s, 500ms, 00:00:02.");
        }
    }

    /// <summary>Reads the metadata of a route without mistakes; null where every answer is quick enough.</summary>
    public static RouteSlowness? Of(RouteConfig route) => route.Metadata?.GetValueOrDefault(Key) is { } text ? Read(text) : null;

    private static RouteSlowness? Read(string text)
    {
        text = text.Trim();
        if (text.Equals(Auto, StringComparison.OrdinalIgnoreCase))
        {
            return new RouteSlowness(After: null);
        }

        return ReadTime(text) is { } after && after > TimeSpan.Zero && after <= Longest ? new RouteSlowness(after) : null;
    }

    /// <summary>A number alone is none: a time span of <c>2</c> would be two days.</summary>
    private static TimeSpan? ReadTime(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : null;
        }

        foreach (var (unit, milliseconds) in Units)
        {
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number * milliseconds <= Longest.TotalMilliseconds)
            {
                return TimeSpan.FromMilliseconds(number * milliseconds);
            }
        }

        return null;
    }
}
