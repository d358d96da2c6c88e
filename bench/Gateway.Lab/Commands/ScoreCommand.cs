using System.Collections.Frozen;
using System.Collections.Immutable;
using System.CommandLine;
using Gateway.Lab.Scoring;

namespace Gateway.Lab.Commands;

/// <summary>Compares assignments with labels and prints the figures.</summary>
internal static class ScoreCommand
{
    private static readonly Argument<string> Assignments = new("ASSIGNMENTS.csv");
    private static readonly Option<string> Labels = new("--labels")
    {
        Description = "Labelled texts, a JSON object a line.",
        Required = true,
    };
    private static readonly Option<string?> Kinds = new("--kinds") { Description = "Kind by cause; by default beside the labels." };
    private static readonly Option<string?> OpenAssignments = new("--open-assignments") { Description = "The same of unknown causes." };
    private static readonly Option<string?> OpenLabels = new("--open-labels") { Description = "Their labels." };
    private static readonly Option<uint> Confusions = new("--confusions") { Description = "How many confusions to list." };

    public static Command Create()
    {
        var command = new Command("score", "Compares assignments with labels and prints the figures.")
        {
            Assignments, Labels, Kinds, OpenAssignments, OpenLabels, Confusions,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(OpenAssignments) is null != result.GetValue(OpenLabels) is null)
            {
                result.AddError("--open-assignments and --open-labels go together");
            }
        });
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        var labels = parsed.GetRequiredValue(Labels);
        var (items, itemsProblem) = Join(parsed.GetRequiredValue(Assignments), labels);
        var (open, openProblem) = parsed.GetValue(OpenAssignments) is { } other
            ? Join(other, parsed.GetRequiredValue(OpenLabels)!) : ([], null);
        var (kinds, kindsProblem) = (parsed.GetValue(Kinds) ?? KindFile.DefaultFor(labels)) is { } file
            ? KindFile.Read(file)
            : (FrozenDictionary<string, string>.Empty, null);
        string[] problems = [.. new[] { itemsProblem, openProblem, kindsProblem }.OfType<string>()];
        if (problems.Length > 0)
        {
            return await OutputFile.RefuseAsync(string.Join('\n', problems));
        }

        await Console.Out.WriteAsync(ScoreReport.Render(items, open, kinds, (int)parsed.GetValue(Confusions)));
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
