using System.Globalization;
using Gateway.Modules.ErrorText.Masking;
using Gateway.Modules.Shared.Words;

namespace Gateway.Training.Ablation;

/// <summary>
/// Turns each rule and each word list of masking off in turn and prints what changes: a rule that changes nothing earns no place.
/// </summary>
internal static class AblateCommand
{
    public static int Run(Arguments arguments) => RunAsync(arguments).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(Arguments arguments)
    {
        var place = new Workplace();
        await using var bench = new AblationBench(
            AblationCorpus.Read(arguments.Get("--dev"), arguments.Get("--stream"), arguments.Get("--hard"), Path.Combine(place.Data,
                "secrets.jsonl")));
        // The first is slower than the others: the machine is warming up.
        await bench.MeasureAsync(new Masker(), null);
        var all = await bench.MeasureAsync(new Masker(), null);
        Console.WriteLine("| without | stream | hard | secrets | dev texts | V | top cause | ns | cost |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        Print("(nothing)", all, all);
        foreach (var rule in MaskingRules.All)
        {
            var masker = new Masker(new MaskingRuleSet([.. MaskingRules.All.Where(other => other != rule)]), []);
            Print(rule.IsSecret ? $"{rule.Name} (secret)" : rule.Name, await bench.MeasureAsync(masker, all), all);
        }

        foreach (var list in WordList.Loaded.GroupBy(list => list.Name).OrderBy(list => list.Key, StringComparer.Ordinal))
        {
            Turn(list, off: true);
            Print($"words: {list.Key}", await bench.MeasureAsync(new Masker(), all), all);
            Turn(list, off: false);
        }

        return 0;
    }

    private static void Turn(IEnumerable<WordList> lists, bool off)
    {
        foreach (var list in lists)
        {
            list.IsOff = off;
        }
    }

    private static void Print(string name, AblationFigures figures, AblationFigures all)
    {
        var texts = figures.Dev.Zip(all.Dev).Count(pair => pair.First != pair.Second);
        string[] cells =
        [
            name, Share(figures.Stream), Share(figures.Hard), Whole(figures.Secrets), Whole(texts), Share(figures.V),
            Share(figures.TopCause),
            Whole((int)figures.Nanoseconds), Share(figures.Cost),
        ];
        Console.WriteLine($"| {string.Join(" | ", cells)} |");
    }

    private static string Share(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}
