using System.Collections.Immutable;
using System.CommandLine;
using Gateway.Lab.Pipeline;
using Gateway.Lab.Scoring;

namespace Gateway.Lab.Commands;

/// <summary>One error text of a labelled file.</summary>
internal sealed record ErrorItem(string Id, ErrorResponse Response);

/// <summary>
/// Streams the texts of a file, in order, through extraction, masking, embedding and clustering, and writes where each one went.
/// </summary>
internal static class ClusterCommand
{
    private static readonly Argument<string> Texts = new("FILE.jsonl");
    private static readonly Option<string> Out = new("--out") { Description = "File for the assignments, as CSV.", Required = true };

    private static readonly Option<string> Threshold = new Option<string>("--threshold")
    {
        Description = "What counts as one group: what is shown together, or what is counted together when acting.",
        DefaultValueFactory = _ => "group",
    }.AcceptOnlyFromAmong("group", "act");

    private static readonly Option<string?> Config = new("--config") { Description = "A configuration file like the gateway's." };

    /// <summary>Texts arrive at a fixed pace from a fixed moment, so that nothing depends on the clock.</summary>
    private static readonly DateTimeOffset FirstAt = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    public static Command Create()
    {
        var command = new Command("cluster", "Streams error texts through the product's own pipeline and writes where each one went.")
        {
            Texts, Out, Threshold, Config,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var output = parsed.GetRequiredValue(Out);
        var (items, mistakes) = ErrorItems.Read(parsed.GetRequiredValue(Texts));
        mistakes = OutputFile.ProblemOf(output) is { } unwritable ? mistakes.Add(unwritable) : mistakes;
        if (!mistakes.IsEmpty)
        {
            return await OutputFile.RefuseAsync(string.Join('\n', mistakes));
        }

        var (settings, unreadable) = PipelineOptions.Read(parsed.GetValue(Config));
        if (settings is null)
        {
            return await OutputFile.RefuseAsync(unreadable!);
        }

        await using var meaning = MeaningPipeline.Create(settings);
        if (meaning.Problem is { } unavailable)
        {
            await Console.Error.WriteLineAsync(unavailable);
            return ExitStatus.InvalidRun;
        }

        await File.WriteAllTextAsync(output, Assign(items, meaning, acting: parsed.GetRequiredValue(Threshold) == "act", cancellationToken),
            cancellationToken);
        return ExitStatus.Done;
    }

    private static string Assign(ImmutableArray<ErrorItem> items, MeaningPipeline meaning, bool acting, CancellationToken cancellationToken)
    {
        var assigned = new List<PlacedItem>(items.Length);
        foreach (var item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            assigned.Add(meaning.Assign(item.Id, item.Response, FirstAt + (Pace * assigned.Count)));
        }

        // Named last: a cluster may have been merged into another since, or split.
        meaning.Refine();
        return AssignmentFile.Render(assigned.Select(a => a.Assignment with { Cluster = meaning.NameOf(a, acting) }));
    }
}
