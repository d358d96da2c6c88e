using System.Numerics.Tensors;
using Gateway.Modules.Clustering.Grams;

namespace Gateway.Modules.Clustering.Causes;

/// <summary>
/// Two classifiers over the same causes, one on the adapted embedding, one on the text's grams, and how their opinions are joined: a
/// weighted geometric mean of their probabilities, <c>log p ~ a log p1 + b log p2</c>, the weights fitted per language so that p is
/// calibrated. Two logistic heads over the same signals say how sure the name is and whether the error is known at all. Immutable,
/// thread-safe.
/// </summary>
internal sealed class CauseModel
{
    public required string[] Causes { get; init; }

    public required GramTable Grams { get; init; }

    public required LinearModel GramModel { get; init; }

    public required GramWordings GramWordings { get; init; }

    public required ExplainedWords ExplainedWords { get; init; }

    public required CauseSpace[] Spaces { get; init; }

    /// <summary>Follows from <see cref="Grams"/> and <see cref="GramWordings"/>; two threads that make it at once make the same.</summary>
    public CauseVocabulary Vocabulary
    {
        get => field ??= new CauseVocabulary(Grams, GramWordings);
        init;
    }

    /// <summary>Follows from <see cref="GramWordings"/> in the same way.</summary>
    public CauseReach Reach
    {
        get => field ??= new CauseReach(GramWordings);
        init;
    }

    /// <summary>Weight of the embedding's and of the grams' opinion: Latin first, then Chinese.</summary>
    public required float[] Mix { get; init; }

    /// <summary>Certainty that the likeliest cause is the right one, among known causes.</summary>
    public required LogisticHead Sure { get; init; }

    /// <summary>Whether the error may be given the name, strangers considered.</summary>
    public required LogisticHead Known { get; init; }

    public required float NameThreshold { get; init; }

    public CauseSpace? FindSpace(string space) => Array.Find(Spaces, candidate => candidate.Transform.Space == space);

    /// <summary>Null where the vector's space is not one of those learned.</summary>
    public CauseOpinion? Judge(in ErrorWordingText wording, EmbeddingVector raw, int status) =>
        FindSpace(raw.Space) is { } space ? Judge(wording, space, space.Transform.Apply(raw.Vector.Span), status) : null;

    public CauseOpinion Judge(in ErrorWordingText wording, CauseSpace space, float[] adapted, int status)
    {
        var causes = Causes.Length;
        var grams = Grams.Vectorise(wording.Read, status);
        var said = wording.Said == wording.Read ? grams : Grams.Vectorise(wording.Said, status);
        var opinion = new CauseOpinion(causes, space == Spaces[0] ? 0 : 1);
        GramModel.Score(grams.Rows, grams.Values, opinion.ByGrams);
        space.Model.Score(adapted, opinion.ByVector);
        var gramEnergy = LogSumExp(opinion.ByGrams);
        var vectorEnergy = LogSumExp(opinion.ByVector);
        TensorPrimitives.Add(opinion.ByGrams, -gramEnergy, opinion.ByGrams);
        TensorPrimitives.Add(opinion.ByVector, -vectorEnergy, opinion.ByVector);
        Join(opinion);
        SetSignals(opinion, space, adapted, said, wording.Explained, status, gramEnergy, vectorEnergy);
        return opinion;
    }

    /// <summary>Joins the two opinions by the weights; called anew while they are being fitted.</summary>
    public void Join(CauseOpinion opinion)
    {
        var mix = Mix.AsSpan(opinion.Language * 2, 2);
        TensorPrimitives.Multiply(opinion.ByVector, mix[0], opinion.Joint);
        TensorPrimitives.MultiplyAdd(opinion.ByGrams, mix[1], opinion.Joint, opinion.Joint);
        TensorPrimitives.SoftMax(opinion.Joint, opinion.Joint);
        opinion.Rank();
    }

    private void SetSignals(
        CauseOpinion opinion, CauseSpace space, float[] adapted, GramVector grams, string explained, int status, float gramEnergy,
        float vectorEnergy)
    {
        var top = opinion.Top;
        var (nearVector, meanVector) = NearestVector(space, adapted, top);
        var second = opinion.Second;
        var similarities = GramWordings.SimilaritiesTo(grams, top);
        var nearGrams = Nearest(similarities);
        var (sameStatus, sameHundred) = GramWordings.StatusShare(top, status);
        var mine = Vocabulary.AccountFor(grams, top);
        var others = Vocabulary.AccountFor(grams, second);
        opinion.Nearness = nearVector;
        var reach = Reach.Of(similarities, top);
        opinion.Signals = new CauseSignals
        {
            [CauseSignal.TopProbability] = opinion.Joint[top],
            [CauseSignal.Margin] = opinion.Joint[top] - opinion.Joint[second],
            [CauseSignal.TopLogOdds] = LogOdds(opinion.Joint[top]),
            [CauseSignal.VectorProbability] = MathF.Exp(opinion.ByVector[top]),
            [CauseSignal.GramProbability] = MathF.Exp(opinion.ByGrams[top]),
            [CauseSignal.VectorLogProbability] = opinion.ByVector[top],
            [CauseSignal.GramLogProbability] = opinion.ByGrams[top],
            [CauseSignal.VectorAgrees] = TensorPrimitives.IndexOfMax<float>(opinion.ByVector) == top ? 1 : 0,
            [CauseSignal.GramsAgree] = TensorPrimitives.IndexOfMax<float>(opinion.ByGrams) == top ? 1 : 0,
            [CauseSignal.VectorNearest] = nearVector,
            [CauseSignal.VectorMean] = meanVector,
            [CauseSignal.VectorNearestSquared] = nearVector * nearVector,
            [CauseSignal.VectorLead] = nearVector - NearestVector(space, adapted, second).Nearest,
            [CauseSignal.GramsNearest] = nearGrams,
            [CauseSignal.GramsNearestSquared] = nearGrams * nearGrams,
            [CauseSignal.GramsLead] = nearGrams - Nearest(GramWordings.SimilaritiesTo(grams, second)),
            [CauseSignal.GramEnergy] = gramEnergy,
            [CauseSignal.VectorEnergy] = vectorEnergy,
            [CauseSignal.UnknownGramShare] = grams.UnknownShare,
            [CauseSignal.Words] = MathF.Log(1 + grams.Words),
            [CauseSignal.Language] = opinion.Language,
            [CauseSignal.SeenOnce] = mine.Once,
            [CauseSignal.SeenTwice] = mine.Twice,
            [CauseSignal.WordsSeenOnce] = mine.WordsOnce,
            [CauseSignal.WordsSeenTwice] = mine.WordsTwice,
            [CauseSignal.Strangest] = mine.Strangest,
            [CauseSignal.SeenOnceLead] = mine.Once - others.Once,
            [CauseSignal.WordsSeenOnceLead] = mine.WordsOnce - others.WordsOnce,
            [CauseSignal.UnknownWordShare] = grams.UnknownWordShare,
            [CauseSignal.WordsByNearest] = mine.WordsTwice * nearVector,
            [CauseSignal.StatusShare] = sameStatus,
            [CauseSignal.StatusLog] = MathF.Log(sameStatus),
            [CauseSignal.StatusClassShare] = sameHundred,
            [CauseSignal.ReachExact] = reach[0],
            [CauseSignal.ReachNear] = reach[1],
            [CauseSignal.ReachLoose] = reach[2],
            [CauseSignal.ExplainedShare] = ExplainedWords.ShareOf(explained, Grams, top),
            [CauseSignal.IsExplained] = explained.Length > 0 ? 1 : 0,
        };
    }

    private static float LogOdds(float p)
    {
        var bounded = Math.Clamp(p, 1e-4f, 1 - 1e-4f);
        return MathF.Log(bounded / (1 - bounded));
    }

    private static float LogSumExp(ReadOnlySpan<float> scores)
    {
        var max = TensorPrimitives.Max(scores);
        var sum = 0f;
        foreach (var score in scores)
        {
            sum += MathF.Exp(score - max);
        }

        return max + MathF.Log(sum);
    }

    private static (float Nearest, float Mean) NearestVector(CauseSpace space, float[] adapted, int cause)
    {
        float best = 0, sum = 0;
        for (var i = space.Starts[cause]; i < space.Starts[cause + 1]; i++)
        {
            var cosine = TensorPrimitives.Dot<float>(space.Wordings.AsSpan(i * adapted.Length, adapted.Length), adapted);
            best = Math.Max(best, cosine);
            sum += cosine;
        }

        return (best, sum / Math.Max(1, space.Starts[cause + 1] - space.Starts[cause]));
    }

    private static float Nearest(float[] similarities) =>
        similarities.Length == 0 ? 0 : Math.Max(0, TensorPrimitives.Max<float>(similarities));
}
