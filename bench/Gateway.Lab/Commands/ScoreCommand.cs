using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Lab.Scoring;

namespace Gateway.Lab.Commands;

/// <summary>Compares assignments with labels and prints the figures.</summary>
internal static class ScoreCommand
{
    public const string Usage =
        "score ASSIGNMENTS.csv --labels FILE.jsonl [--kinds FILE.json] [--open-assignments FILE.csv --open-labels FILE.jsonl] "
            + "[--confusions N]";

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var (parsed, problem) = ScoreArguments.Parse(arguments);
        if (parsed is null)
        {
            return await OutputFile.RefuseAsync($"{problem}\nusage: {Usage}");
        }

        var (items, itemsProblem) = Join(parsed.Assignments, parsed.Labels);
        var (open, openProblem) = parsed.Open is { } files ? Join(files.Assignments, files.Labels) : ([], null);
        var (kinds, kindsProblem) = (parsed.Kinds ?? KindFile.DefaultFor(parsed.Labels)) is { } file
            ? KindFile.Read(file)
            : (FrozenDictionary<string, string>.Empty, null);
        string[] problems = [.. new[] { itemsProblem, openProblem, kindsProblem }.OfType<string>()];
        if (problems.Length > 0)
        {
            return await OutputFile.RefuseAsync(string.Join('\n', problems));
        }

        await Console.Out.WriteAsync(ScoreReport.Render(items, open, kinds, parsed.Confusions));
        return ExitStatus.Done;
    }

    /// <summary>Every label with its assignment. Assignments may cover more than the labels, never less.</summary>
    private static (ImmutableArray<ScoredItem> Items, string? Problem) Join(string assignmentFile, string labelFile)
    {
        var (assignments, problem) = AssignmentFile.Read(assignmentFile);
        var (labels, labelProblem) = LabelFile.Read(labelFile);
        if (assignments is null || labelProblem is not null)
        {
            return ([], problem ?? labelProblem);
        }

        var items = ImmutableArray.CreateBuilder<ScoredItem>(labels.Length);
        foreach (var label in labels)
        {
            if (!assignments.TryGetValue(label.Id, out var assignment))
            {
                return ([], $"{assignmentFile}: has no row for {label.Id} of {labelFile}");
            }

            items.Add(new ScoredItem(label, assignment));
        }

        return (items.MoveToImmutable(), null);
    }
}
