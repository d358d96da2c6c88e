using System.Collections.Immutable;
using Gateway.Lab.Scoring;

namespace Gateway.Lab.Commands;

/// <summary>One error text of a labelled file.</summary>
internal sealed record ErrorItem(string Id, ErrorResponse Response);

/// <summary>
/// Streams the texts of a file, in order, through extraction, masking, embedding and clustering, and writes where each one went.
/// </summary>
internal static class ClusterCommand
{
    public const string Usage = "cluster FILE.jsonl --out ASSIGNMENTS.csv [--threshold group|act] [--config FILE.json]";

    /// <summary>Texts arrive at a fixed pace from a fixed moment, so that nothing depends on the clock.</summary>
    private static readonly DateTimeOffset FirstAt = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var (positional, options, problem) = CommandLine.Split(arguments, "--out", "--threshold", "--config");
        var threshold = options.GetValueOrDefault("--threshold", "group");
        if (problem is not null || positional.Length != 1 || !options.TryGetValue("--out", out var output)
            || threshold is not ("group" or "act"))
        {
            return await OutputFile.RefuseAsync($"{problem ?? "one file and --out are needed"}\nusage: {Usage}");
        }

        var (items, mistakes) = ErrorItems.Read(positional[0]);
        mistakes = OutputFile.ProblemOf(output) is { } unwritable ? mistakes.Add(unwritable) : mistakes;
        if (!mistakes.IsEmpty)
        {
            return await OutputFile.RefuseAsync(string.Join('\n', mistakes));
        }

        var (settings, unreadable) = PipelineOptions.Read(options.GetValueOrDefault("--config"));
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

        await File.WriteAllTextAsync(output, Assign(items, meaning, acting: threshold == "act", cancellationToken), cancellationToken);
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
