using Gateway.Training.Items;
using Gateway.Training.Learning;

namespace Gateway.Training;

/// <summary>
/// Withholds a third of the causes, three times, and asks whether errors of the withheld ones are given a name. Which relatives end up
/// in different thirds matters a good deal, so it does so for several partitions: every third of the alphabet, and seeded shuffles.
/// </summary>
internal static class WithholdCommand
{
    private const int Folds = 3;
    private const int Partitions = 4;

    public static int Run(Arguments arguments)
    {
        var place = new Workplace();
        using var reader = new ItemReader(place.Root);
        var items = reader.Read(arguments.Find("--data") ?? place.Wordings, place.Causes);
        var tested = reader.Read(arguments.Get("--dev"), place.Causes);
        for (var partition = 0; partition < Partitions; partition++)
        {
            Judge(partition, arguments, place, reader, items, tested);
        }

        return 0;
    }

    private static void Judge(
        int partition, Arguments arguments, Workplace place, ItemReader reader, IReadOnlyList<TrainingItem> items,
        IReadOnlyList<TrainingItem> tested)
    {
        var thirds = Enumerable.Range(0, place.Causes.Length).ToArray();
        if (partition > 0)
        {
            new Random(partition).Shuffle(thirds);
        }

        var known = new List<Judged>();
        var strangers = new List<Judged>();
        for (var fold = 0; fold < Folds; fold++)
        {
            var withheld = fold;
            bool IsWithheld(TrainingItem item) => thirds[item.Cause] % Folds == withheld;
            var model = new CauseTrainer(place.Causes, reader.Spaces, new TrainerSettings()).Train(
                [.. items.Where(item => !IsWithheld(item) && !(arguments.Has(Arguments.LeaveOutNearDev) && item.NearDev))],
                new Dictionary<string, double>(),
                _ => { });
            known.AddRange(tested.Where(item => !IsWithheld(item)).Select(item => Judged.By(model, item, false)));
            strangers.AddRange(tested.Where(IsWithheld).Select(item => Judged.By(model, item, true)));
        }

        Evaluation.PrintOpen(known, strangers, $"withheld causes, partition {partition + 1}");
    }
}
