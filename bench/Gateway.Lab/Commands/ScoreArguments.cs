using System.Globalization;

namespace Gateway.Lab.Commands;

/// <summary>What <c>score</c> was asked for.</summary>
/// <param name="Kinds">Null: where the labels are, or the training data.</param>
/// <param name="Open">Errors of causes that are not in the catalogue.</param>
/// <param name="Confusions">How many confusions to list of causes and of kinds.</param>
internal sealed record ScoreArguments(
    string Assignments, string Labels, string? Kinds, (string Assignments, string Labels)? Open, int Confusions)
{
    /// <summary>The arguments, or what is wrong with them.</summary>
    public static (ScoreArguments? Arguments, string? Problem) Parse(IReadOnlyList<string> arguments)
    {
        var (positional, options, problem) = CommandLine.Split(
            arguments, "--labels", "--kinds", "--open-assignments", "--open-labels", "--confusions");
        if (problem is not null || positional is not [var assignments] || !options.TryGetValue("--labels", out var labels))
        {
            return (null, problem ?? "one file of assignments and --labels are needed");
        }

        var (open, openLabels) = (options.GetValueOrDefault("--open-assignments"), options.GetValueOrDefault("--open-labels"));
        if (open is null != openLabels is null)
        {
            return (null, "--open-assignments and --open-labels go together");
        }

        var confusions = options.GetValueOrDefault("--confusions", "0");
        return int.TryParse(confusions, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? (new ScoreArguments(assignments, labels, options.GetValueOrDefault("--kinds"), open is null ? null : (open, openLabels!),
                count), null)
            : (null, $"--confusions: {confusions} is not a whole number");
    }
}
