using System.Collections.Immutable;
using System.Globalization;
using Gateway.Lab.Variants;

namespace Gateway.Lab.Commands;

/// <summary>What <c>run</c> was asked for.</summary>
/// <param name="Seeds">Empty: each file's own.</param>
internal sealed record RunArguments(
    ImmutableArray<string> Files,
    ImmutableArray<string> Variants,
    ImmutableArray<int> Seeds,
    string? Out,
    string? Html)
{
    /// <summary>The arguments, or what is wrong with them.</summary>
    public static (RunArguments? Arguments, string? Problem) Parse(IReadOnlyList<string> arguments)
    {
        var (positional, options, problem) = CommandLine.Split(arguments, "--variants", "--seeds", "--out", "--html");
        if (problem is not null)
        {
            return (null, problem);
        }

        if (positional.IsEmpty)
        {
            return (null, "no scenario file is given");
        }

        var variants = ListOf(options, "--variants");
        if (variants.FirstOrDefault(v => !VariantNames.All.Contains(v)) is { } unknown)
        {
            return (null, $"--variants: {unknown} is none of {string.Join(", ", VariantNames.All)}");
        }

        var seeds = ImmutableArray.CreateBuilder<int>();
        foreach (var text in ListOf(options, "--seeds"))
        {
            if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed))
            {
                return (null, $"--seeds: {text} is not a whole number");
            }

            seeds.Add(seed);
        }

        return (new RunArguments(
            positional,
            variants.IsEmpty ? VariantNames.All : variants,
            seeds.ToImmutable(),
            options.GetValueOrDefault("--out"),
            options.GetValueOrDefault("--html")), null);
    }

    private static ImmutableArray<string> ListOf(IReadOnlyDictionary<string, string> options, string name) =>
        options.TryGetValue(name, out var text)
            ? [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()]
            : [];
}
