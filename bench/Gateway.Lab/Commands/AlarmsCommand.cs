using System.Collections.Concurrent;
using System.CommandLine;
using Gateway.Lab.FalseAlarms;

namespace Gateway.Lab.Commands;

/// <summary>Simulates days of failures that nothing explains and counts what the engine makes of them.</summary>
internal static class AlarmsCommand
{
    private static readonly Option<double> Hours = new("--hours")
    {
        Description = "Simulated hours in all; 30 days by default.",
        DefaultValueFactory = _ => 30 * 24,
    };

    private static readonly Option<int> Seed = new("--seed") { DefaultValueFactory = _ => 1 };
    private static readonly Option<int> PriceRuns = new("--price-runs")
    {
        Description = "Runs of a real fault, each case; 0 for none.",
        DefaultValueFactory = _ => 20,
    };

    private static readonly Option<string?> Into = new("--into")
    {
        Description = $"Document whose block of {AlarmReport.Name} is replaced; the console by default.",
    };

    public static Command Create()
    {
        Hours.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() > 0))
            {
                result.AddError("--hours: must be above 0");
            }
        });
        var command = new Command("alarms", "Simulates days of failures that nothing explains and counts what the engine makes of them.")
        {
            Hours, Seed, PriceRuns, Into,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var worlds = AlarmWorld.Spread(parsed.GetValue(Hours), parsed.GetValue(Seed));
        var runs = new ConcurrentBag<AlarmFigures>();

        // The busiest first: whoever comes last should be short.
        var costliest = worlds.OrderByDescending(w => w.FailureRate * w.RequestsPerSecond);
        await Parallel.ForEachAsync(Partitioner.Create(costliest, EnumerablePartitionerOptions.NoBuffering).GetDynamicPartitions(),
            cancellationToken,
            async (world, token) =>
            {
                var start = TimeProvider.System.GetTimestamp();
                runs.Add(AlarmRun.Run(world, token));
                var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
                await Console.Error.WriteLineAsync(FormattableString.Invariant(
                    $"{runs.Count} of {worlds.Count}: {world.Pattern}, {world.FailureRate}, {world.RequestsPerSecond}/s, {seconds:F1} s"));
            });
        var prices = new ConcurrentBag<(int At, MitigationPrice Price)>();
        await Parallel.ForEachAsync(MitigationPrice.Cases.Index(), cancellationToken, (item, token) =>
        {
            prices.Add((item.Index,
                MitigationPrice.Of(item.Item.FailureRate, item.Item.DoomedPerSecond, parsed.GetValue(PriceRuns), token)));
            return ValueTask.CompletedTask;
        });
        var text = AlarmReport.Render([.. runs], prices.OrderBy(p => p.At).Select(p => p.Price).Where(p => p.Runs > 0));
        var status = await DocumentOutput.WriteAsync(parsed.GetValue(Into), AlarmReport.Name, text, cancellationToken);
        return status == ExitStatus.Done && !AlarmReport.Holds([.. runs]) ? ExitStatus.InvalidRun : status;
    }
}
