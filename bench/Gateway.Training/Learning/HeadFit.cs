using Gateway.Modules.Clustering.Causes;


namespace Gateway.Training.Learning;

/// <summary>Fits what stands on top of the classifiers, on items that these have not seen.</summary>
internal static class HeadFit
{
    /// <summary>
    /// Share of strangers that the shipped threshold lets pass in cross-validation. Causes left out of the catalogue are harder strangers
    /// than those that were never in it, since the relatives they are mistaken for are still there.
    /// </summary>
    private const double StrangersNamed = 0.11;

    /// <summary>Of the squared weights. Strong, since the strangers met later are not those that were left out here.</summary>
    private const double Penalty = 100;

    public static CauseModel Complete(CauseModel model, IReadOnlyList<Judged> held, IDictionary<string, double> figures)
    {
        var mix = FitMix(held);
        var again = held.GroupBy(item => item.Model).SelectMany(group =>
        {
            var remixed = Copy(group.Key, mix, group.Key.Sure, group.Key.Known, 1);
            return group.Select(item => Judged.By(remixed, item.Item, item.IsStranger));
        }).ToArray();
        var known = again.Where(item => !item.IsStranger).ToArray();
        var sure = FitHead([.. known.Select(item => (item.Opinion.Signals.Values, item.IsRight))]);
        var strangers = again.Where(item => item.IsStranger).ToArray();
        var gate = FitHead([.. again.Where(item => item.IsStranger || item.IsRight)
            .Select(item => (item.Opinion.Signals.Values, item.IsRight))]);
        var scores = strangers.Select(item => gate.Probability(item.Opinion.Signals.Values)).OrderDescending().ToArray();
        var threshold = scores[(int)(scores.Length * StrangersNamed)];
        figures["accuracy"] = Math.Round((double)known.Count(item => item.IsRight) / known.Length, 3);
        figures["namedRightly"] = Math.Round(
            (double)known.Count(item => item.IsRight && gate.Probability(item.Opinion.Signals.Values) >= threshold) / known.Length, 3);
        figures["strangersNamed"] = StrangersNamed;
        return Copy(model, mix, sure, gate, threshold);
    }

    public static CauseModel Copy(CauseModel model, float[] mix, LogisticHead sure, LogisticHead known, float threshold) => new()
    {
        Causes = model.Causes,
        Grams = model.Grams,
        GramModel = model.GramModel,
        GramWordings = model.GramWordings,
        ExplainedWords = model.ExplainedWords,
        Vocabulary = model.Vocabulary,
        Reach = model.Reach,
        Spaces = model.Spaces,
        Mix = mix,
        Sure = sure,
        Known = known,
        NameThreshold = threshold,
    };

    /// <summary>Per language the two weights of the highest likelihood.</summary>
    private static float[] FitMix(IReadOnlyList<Judged> held)
    {
        var mix = new float[4];
        for (var language = 0; language < 2; language++)
        {
            var items = held.Where(item => !item.IsStranger && item.Opinion.Language == language).ToArray();
            var point = new[] { 0.7f, 0.7f };
            Lbfgs.Minimise(point, (at, gradient) => MixLoss(items, at, gradient), 30, 1e-6);
            mix[language * 2] = Math.Max(0, point[0]);
            mix[(language * 2) + 1] = Math.Max(0, point[1]);
        }

        return mix;
    }

    private static double MixLoss(Judged[] items, float[] at, float[] gradient)
    {
        double loss = 0, first = 0, second = 0;
        foreach (var item in items)
        {
            var (a, b) = (item.Opinion.ByVector, item.Opinion.ByGrams);
            var max = double.MinValue;
            for (var i = 0; i < a.Length; i++)
            {
                max = Math.Max(max, (at[0] * a[i]) + (at[1] * b[i]));
            }

            double sum = 0, sumA = 0, sumB = 0;
            for (var i = 0; i < a.Length; i++)
            {
                var weight = Math.Exp((at[0] * a[i]) + (at[1] * b[i]) - max);
                sum += weight;
                sumA += weight * a[i];
                sumB += weight * b[i];
            }

            var cause = item.Item.Cause;
            loss += max + Math.Log(sum) - ((at[0] * a[cause]) + (at[1] * b[cause]));
            first += (sumA / sum) - a[cause];
            second += (sumB / sum) - b[cause];
        }

        (gradient[0], gradient[1]) = ((float)first, (float)second);
        return loss;
    }

    private static LogisticHead FitHead((float[] Signals, bool IsRight)[] items)
    {
        var n = CauseSignals.Count;
        var (mean, deviation) = Spread(items, n);
        var point = new float[n + 1];
        Lbfgs.Minimise(point, (at, gradient) => HeadLoss(items, mean, deviation, Penalty, at, gradient), 200, 1e-7);
        var weights = new float[n];
        var bias = point[n];
        for (var i = 0; i < n; i++)
        {
            weights[i] = point[i] / deviation[i];
            bias -= weights[i] * mean[i];
        }

        return Calibrate(new LogisticHead(weights, bias), items);
    }

    /// <summary>
    /// The penalty makes a head timid; one slope and one offset over its scores make it a probability again (Platt 1999).
    /// </summary>
    private static LogisticHead Calibrate(LogisticHead head, (float[] Signals, bool IsRight)[] items)
    {
        var scores = Array.ConvertAll(items, item => (Signals: new[] { head.Score(item.Signals) }, item.IsRight));
        var point = new float[] { 1, 0 };
        Lbfgs.Minimise(point, (at, gradient) => HeadLoss(scores, [0], [1], 0, at, gradient), 100, 1e-7);
        return new LogisticHead(Array.ConvertAll(head.Weights, weight => weight * point[0]), (head.Bias * point[0]) + point[1]);
    }

    private static double HeadLoss(
        (float[] Signals, bool IsRight)[] items, float[] mean, float[] deviation, double penalty, float[] at, float[] gradient)
    {
        var n = mean.Length;
        var sums = new double[n + 1];
        double loss = 0;
        foreach (var (signals, isRight) in items)
        {
            double score = at[n];
            for (var i = 0; i < n; i++)
            {
                score += at[i] * ((signals[i] - mean[i]) / deviation[i]);
            }

            var p = 1 / (1 + Math.Exp(-score));
            loss -= Math.Log(Math.Max(1e-12, isRight ? p : 1 - p));
            var error = p - (isRight ? 1 : 0);
            for (var i = 0; i < n; i++)
            {
                sums[i] += error * ((signals[i] - mean[i]) / deviation[i]);
            }

            sums[n] += error;
        }

        for (var i = 0; i < n; i++)
        {
            loss += penalty / 2 * at[i] * at[i];
            sums[i] += penalty * at[i];
        }

        for (var i = 0; i <= n; i++)
        {
            gradient[i] = (float)sums[i];
        }

        return loss;
    }

    private static (float[] Mean, float[] Deviation) Spread((float[] Signals, bool IsRight)[] items, int n)
    {
        var mean = new float[n];
        var deviation = new float[n];
        for (var i = 0; i < n; i++)
        {
            var average = items.Average(item => (double)item.Signals[i]);
            mean[i] = (float)average;
            deviation[i] = (float)Math.Max(1e-6, Math.Sqrt(items.Average(item => Math.Pow(item.Signals[i] - average, 2))));
        }

        return (mean, deviation);
    }
}
