using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Gateway.Lab.Figures;
using Gateway.Lab.Reports;
using Gateway.Lab.Scenarios;
using Gateway.Lab.Variants;

namespace Gateway.Lab.Commands;

/// <summary>Runs scenarios against the variants, one after the other, and reports.</summary>
internal static class RunCommand
{
    private static readonly Argument<string[]> Files = new("SCENARIO.json") { Arity = ArgumentArity.OneOrMore };

    private static readonly Option<ImmutableArray<string>> Variants = CommaList.Option(
        "--variants",
        $"Of {string.Join(",", VariantNames.All)}; all by default.",
        VariantNames.All.Contains,
        $"is none of {string.Join(", ", VariantNames.All)}");

    private static readonly Option<ImmutableArray<string>> Seeds = CommaList.Option(
        "--seeds",
        "Such as 1,2,3; each file's own by default.",
        text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "is not a whole number");

    private static readonly Option<string?> Out = new("--out") { Description = "File for the figures, as JSON." };
    private static readonly Option<string?> Html = new("--html") { Description = "File for a page with charts." };

    public static Command Create()
    {
        var command = new Command("run", "Runs scenarios against the variants, one after the other, and reports.")
        {
            Files, Variants, Seeds, Out, Html,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var variants = parsed.GetValue(Variants) is { IsEmpty: false } some ? some : VariantNames.All;
        var seeds = parsed.GetValue(Seeds).Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var (output, page) = (parsed.GetValue(Out), parsed.GetValue(Html));
        var (scenarios, problems) = ReadScenarios(parsed.GetRequiredValue(Files));
        problems = problems.AddRange(new[] { output, page }.Select(OutputFile.ProblemOf).OfType<string>());
        if (!problems.IsEmpty)
        {
            return await OutputFile.RefuseAsync(string.Join('\n', problems));
        }

        var runs = new List<(RunFigures Figures, RunLog Log)>();
        foreach (var scenario in scenarios)
        {
            foreach (var variant in variants)
            {
                foreach (var seed in seeds.Length == 0 ? [scenario.Seed] : seeds)
                {
                    await Console.Error.WriteLineAsync($"{scenario.Name}, {variant}, seed {seed} ({scenario.Seconds} s) ...");
                    var log = await LabRun.RunAsync(scenario, variant, seed, TimeProvider.System, cancellationToken);
                    var figures = RunFigures.Of(log);
                    runs.Add((figures, log));
                    await WarnAsync(figures, log);
                }
            }
        }

        await ReportAsync(output, page, runs);
        return runs.All(r => r.Figures.Valid) ? ExitStatus.Done : ExitStatus.InvalidRun;
    }

    private static (ImmutableArray<Scenario> Scenarios, ImmutableArray<string> Problems) ReadScenarios(string[] files)
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

    private static async Task ReportAsync(string? output, string? page, List<(RunFigures Figures, RunLog Log)> runs)
    {
        await Console.Out.WriteLineAsync(ResultTable.Render(runs.Select(r => r.Figures)));
        await Console.Out.WriteLineAsync("\n" + ResultTable.Summary([.. runs.Select(r => r.Figures)]));
        if (output is not null)
        {
            await File.WriteAllTextAsync(output, ResultFile.Render(runs.Select(r => r.Figures)) + "\n", CancellationToken.None);
        }

        if (page is not null)
        {
            await File.WriteAllTextAsync(page, ResultPage.Render(runs), CancellationToken.None);
        }
    }
}
