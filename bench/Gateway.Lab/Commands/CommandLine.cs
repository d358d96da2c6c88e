using System.Collections.Immutable;

namespace Gateway.Lab.Commands;

/// <summary>Splits a command line into files and <c>--option VALUE</c> (or <c>--option=VALUE</c>).</summary>
internal static class CommandLine
{
    public static (ImmutableArray<string> Positional, IReadOnlyDictionary<string, string> Options, string? Problem) Split(
        IReadOnlyList<string> arguments,
        params ReadOnlySpan<string> known)
    {
        var positional = ImmutableArray.CreateBuilder<string>();
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                positional.Add(arguments[i]);
                continue;
            }

            var parts = arguments[i].Split('=', 2);
            if (!known.Contains(parts[0]))
            {
                return ([], options, $"{parts[0]} is not an option");
            }

            var value = parts.Length == 2 ? parts[1] : i + 1 < arguments.Count ? arguments[++i] : "";
            if (value.Length == 0 || value.StartsWith("--", StringComparison.Ordinal))
            {
                return ([], options, $"{parts[0]} needs a value");
            }

            if (!options.TryAdd(parts[0], value))
            {
                return ([], options, $"{parts[0]} is given twice");
            }
        }

        return (positional.ToImmutable(), options, null);
    }
}
