namespace Gateway.Training;

/// <summary>Withholds a third of the causes, three times, and asks whether errors of the withheld ones are given a name.</summary>
internal static class WithholdCommand
{
    private const int Folds = 3;

    public static int Run(Arguments arguments)
    {
        var place = new Workplace();
        using var reader = new ItemReader(place.Root);
        var items = reader.Read(arguments.Find("--data") ?? place.Wordings, place.Causes);
        var tested = reader.Read(arguments.Get("--dev"), place.Causes);
        var known = new List<Judged>();
        var strangers = new List<Judged>();
        for (var fold = 0; fold < Folds; fold++)
        {
            var withheld = fold;
            bool IsWithheld(TrainingItem item) => item.Cause % Folds == withheld;
            var model = new CauseTrainer(place.Causes, reader.Spaces, new TrainerSettings()).Train(
                [.. items.Where(item => !IsWithheld(item) && !(arguments.Has(Arguments.LeaveOutNearDev) && item.NearDev))],
                new Dictionary<string, double>(),
                text => Console.WriteLine($"withheld third {withheld + 1}: {text}"));
            known.AddRange(tested.Where(item => !IsWithheld(item)).Select(item => Judged.By(model, item, false)));
            strangers.AddRange(tested.Where(IsWithheld).Select(item => Judged.By(model, item, true)));
        }

        Evaluation.PrintOpen(known, strangers, "withheld causes");
        return 0;
    }
}
