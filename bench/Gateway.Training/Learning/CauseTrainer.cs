using Gateway.Modules.Clustering.Causes;
using Gateway.Modules.Clustering.Grams;
using Gateway.Training.Items;


namespace Gateway.Training.Learning;

/// <summary>What the fits may be tuned by.</summary>
internal sealed record TrainerSettings
{
    public double Shrink { get; init; } = 0.6;

    public double VectorPenalty { get; init; } = 0.02;

    public double GramPenalty { get; init; } = 0.1;

    public int Iterations { get; init; } = 40;

    /// <summary>A gram that fewer wordings have says nothing that would hold.</summary>
    public int LeastWordings { get; init; } = 2;

    public int Folds { get; init; } = 8;
}

/// <summary>Fits a <see cref="CauseModel"/>: both classifiers first, then, on what folds left out, the mix and the two heads.</summary>
internal sealed class CauseTrainer(string[] causes, IReadOnlyList<string> spaces, TrainerSettings settings)
{
    private static readonly LogisticHead NoHead = new(new float[CauseSignals.Count], 0);

    /// <summary>
    /// The whole way; <paramref name="log"/> hears how far it is, <paramref name="figures"/> take what cross-validation measured.
    /// </summary>
    public CauseModel Train(IReadOnlyList<TrainingItem> items, IDictionary<string, double> figures, Action<string> log)
    {
        var model = FitClassifiers(items);
        var held = new List<Judged>();
        for (var fold = 0; fold < settings.Folds; fold++)
        {
            held.AddRange(JudgeFold(items, fold));
            log($"fold {fold + 1} of {settings.Folds}");
        }

        return HeadFit.Complete(model, held, figures);
    }

    /// <summary>Both classifiers and the reference wordings, with an even mix and heads that say nothing yet.</summary>
    public CauseModel FitClassifiers(IReadOnlyList<TrainingItem> items)
    {
        var ordered = items.OrderBy(item => item.Cause).ThenBy(item => item.Id, StringComparer.Ordinal).ToArray();
        var grams = BuildGrams(ordered);
        var vectors = Array.ConvertAll(ordered, item => grams.Vectorise(item.Wording.Read, item.Status));
        var examples = ordered.Select((item, i) => new Example(vectors[i].Rows, vectors[i].Values, item.Cause)).ToArray();
        return new CauseModel
        {
            Causes = causes,
            Grams = grams,
            GramModel = MultinomialFit.Fit(examples, grams.Keys.Length, causes.Length, settings.GramPenalty, settings.Iterations),
            GramWordings = KeepGrams(ordered, grams),
            ExplainedWords = KeepWords(ordered, vectors, grams),
            Spaces = [.. spaces.Select(space => FitSpace(space, [.. ordered.Where(item => item.Embedding.Space == space)]))],
            Mix = [0.5f, 0.5f, 0.5f, 0.5f],
            Sure = NoHead,
            Known = NoHead,
            NameThreshold = 1,
        };
    }

    /// <summary>Trains without a share of the causes and without a share of the other wordings, and judges both.</summary>
    private IEnumerable<Judged> JudgeFold(IReadOnlyList<TrainingItem> items, int fold)
    {
        // Causes part by a stride through the alphabet, so that each fold leaves out some of each family.
        bool IsStranger(TrainingItem item) => (item.Cause * 7 % causes.Length) % settings.Folds == fold;
        bool IsHeld(TrainingItem item) => item.Fold % settings.Folds == fold;
        var model = FitClassifiers([.. items.Where(item => !IsStranger(item) && !IsHeld(item))]);
        return items.Where(item => IsStranger(item) || IsHeld(item)).Select(item => Judged.By(model, item, IsStranger(item)));
    }

    private GramTable BuildGrams(TrainingItem[] items)
    {
        var wordings = new Dictionary<ulong, int>();
        foreach (var item in items)
        {
            foreach (var key in TextGrams.Count(item.Wording.Read).Keys)
            {
                wordings[key] = wordings.GetValueOrDefault(key) + 1;
            }
        }

        var kept = wordings.Where(pair => pair.Value >= settings.LeastWordings).OrderBy(pair => pair.Key)
            .Select(pair => (pair.Key, Idf: MathF.Log((1f + items.Length) / (1 + pair.Value)) + 1))
            .Concat(items.SelectMany(item => (int[])[item.Status, item.Status / 100]).Distinct().Order()
                .Select(status => (TextGrams.KeyOfStatus(status), 1f)))
            .ToArray();
        return new GramTable([.. kept.Select(pair => pair.Item1)], [.. kept.Select(pair => pair.Item2)]);
    }

    private CauseSpace FitSpace(string space, TrainingItem[] items)
    {
        var transform = WhiteningFit.Fit(space, items, settings.Shrink);
        var adapted = Array.ConvertAll(items, item => transform.Apply(item.Embedding.Vector.Span));
        var examples = items.Select((item, i) => new Example(null, adapted[i], item.Cause)).ToArray();
        var model = MultinomialFit.Fit(examples, transform.Dimension, causes.Length, settings.VectorPenalty, settings.Iterations);
        return new CauseSpace(transform, model, [.. adapted.SelectMany(vector => vector)], StartsOf(items));
    }

    private GramWordings KeepGrams(TrainingItem[] items, GramTable grams)
    {
        var rows = new List<int>();
        var values = new List<float>();
        var bounds = new List<int> { 0 };
        foreach (var vector in items.Select(item => grams.Vectorise(item.Wording.Said, item.Status)))
        {
            rows.AddRange(vector.Rows.Take(vector.Words));
            values.AddRange(vector.Values.Take(vector.Words));
            bounds.Add(rows.Count);
        }

        return new GramWordings(grams.Keys.Length, [.. rows], [.. values], [.. bounds], StartsOf(items),
            Array.ConvertAll(items, item => item.Status));
    }

    private ExplainedWords KeepWords(TrainingItem[] items, GramVector[] vectors, GramTable grams)
    {
        var rows = new List<int>();
        var starts = new int[causes.Length + 1];
        var byCause = items.Zip(vectors).ToLookup(pair => pair.First.Cause, pair => pair.Second);
        for (var cause = 0; cause < causes.Length; cause++)
        {
            rows.AddRange(byCause[cause].SelectMany(vector => vector.Rows.Take(vector.Words))
                .Where(row => TextGrams.IsWord(grams.Keys[row])).Distinct().Order());
            starts[cause + 1] = rows.Count;
        }

        return new ExplainedWords([.. rows], starts);
    }

    private int[] StartsOf(TrainingItem[] items)
    {
        var starts = new int[causes.Length + 1];
        foreach (var item in items)
        {
            starts[item.Cause + 1]++;
        }

        for (var cause = 0; cause < causes.Length; cause++)
        {
            starts[cause + 1] += starts[cause];
        }

        return starts;
    }
}
