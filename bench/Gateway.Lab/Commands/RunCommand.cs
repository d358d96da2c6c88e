using System.Collections.Immutable;
using Gateway.Lab.Figures;
using Gateway.Lab.Reports;
using Gateway.Lab.Scenarios;

namespace Gateway.Lab.Commands;

/// <summary>Runs scenarios against the variants, one after the other, and reports.</summary>
internal static class RunCommand
{
    public const string Usage =
        "run SCENARIO.json... [--variants gateway,route-breaker,none] [--seeds 1,2,3] [--out FILE.json] [--html FILE.html]";

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var (parsed, problem) = RunArguments.Parse(arguments);
        if (parsed is null)
        {
            return await OutputFile.RefuseAsync($"{problem}\nusage: {Usage}");
        }

        var (scenarios, problems) = ReadScenarios(parsed.Files);
        problems = problems.AddRange(new[] { parsed.Out, parsed.Html }.Select(OutputFile.ProblemOf).OfType<string>());
        if (!problems.IsEmpty)
        {
            return await OutputFile.RefuseAsync(string.Join('\n', problems));
        }

        var runs = new List<(RunFigures Figures, RunLog Log)>();
        foreach (var scenario in scenarios)
        {
            foreach (var variant in parsed.Variants)
            {
                foreach (var seed in parsed.Seeds.IsEmpty ? [scenario.Seed] : parsed.Seeds)
                {
                    await Console.Error.WriteLineAsync($"{scenario.Name}, {variant}, seed {seed} ({scenario.Seconds} s) ...");
                    var log = await LabRun.RunAsync(scenario, variant, seed, TimeProvider.System, cancellationToken);
                    var figures = RunFigures.Of(log);
                    runs.Add((figures, log));
                    await WarnAsync(figures, log);
                }
            }
        }

        await ReportAsync(parsed, runs);
        return runs.All(r => r.Figures.Valid) ? ExitStatus.Done : ExitStatus.InvalidRun;
    }

    private static (ImmutableArray<Scenario> Scenarios, ImmutableArray<string> Problems) ReadScenarios(ImmutableArray<string> files)
    {
        var scenarios = ImmutableArray.CreateBuilder<Scenario>();
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (var file in files)
        {
            try
            {
                var reading = ScenarioParser.Parse(File.ReadAllText(file));
                problems.AddRange(reading.Errors.Select(e => $"{file}: {e}"));
                if (reading.Scenario is not null)
                {
                    scenarios.Add(reading.Scenario);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                problems.Add($"{file}: {e.Message}");
            }
        }

        return (scenarios.ToImmutable(), problems.ToImmutable());
    }

    private static async Task WarnAsync(RunFigures figures, RunLog log)
    {
        if (figures.Problem is null)
        {
            return;
        }

        await Console.Error.WriteLineAsync($"invalid: {figures.Problem}");
        foreach (var line in log.Tail)
        {
            await Console.Error.WriteLineAsync("  | " + line);
        }
    }

    private static async Task ReportAsync(RunArguments parsed, List<(RunFigures Figures, RunLog Log)> runs)
    {
        await Console.Out.WriteLineAsync(ResultTable.Render(runs.Select(r => r.Figures)));
        if (parsed.Out is not null)
        {
            await File.WriteAllTextAsync(parsed.Out, ResultFile.Render(runs.Select(r => r.Figures)) + "\n", CancellationToken.None);
        }

        if (parsed.Html is not null)
        {
            await File.WriteAllTextAsync(parsed.Html, ResultPage.Render(runs), CancellationToken.None);
        }
    }
}
