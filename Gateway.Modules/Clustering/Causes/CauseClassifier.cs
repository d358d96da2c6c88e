using Gateway.Modules.Clustering.Files;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Clustering.Causes;

/// <summary>Names errors after the shipped catalogue and after what users taught; the latter wins where its example is nearer.</summary>
internal sealed class CauseClassifier(
    LearnedMeaning learned, UserCauses taught, IErrorWording words, IOptionsMonitor<ClusteringOptions> options) : ICauseClassifier
{
    private readonly Lazy<ErrorKind[]> _kinds = new(() => KindsOf(learned));

    public IReadOnlyList<KnownCause> Catalogue => [.. learned.Catalogue, .. taught.Catalogue];

    public CauseVerdict? Classify(MaskedError error, ErrorWordingText? wording, AdaptedEmbedding embedding, int status)
    {
        var opinion = Judge(error, wording, embedding, status);
        if (taught.Find(embedding, opinion?.Nearness ?? 0) is var (cause, cosine))
        {
            return new CauseVerdict(cause.Id, Math.Clamp(cosine, 0, 1), Named: true, cause.Kind, Math.Clamp(cosine, 0, 1), ByExample: true);
        }

        return opinion is null ? null : Verdict(learned.Model!, opinion);
    }

    /// <summary>Null without a model, or where the vector's space is not one of those learned.</summary>
    private CauseOpinion? Judge(MaskedError error, ErrorWordingText? wording, AdaptedEmbedding embedding, int status) =>
        embedding.Learned is { } adapted && learned.Model is { } model && model.FindSpace(embedding.Raw.Space) is { } space
            ? model.Judge(wording ?? words.Of(error.Masked), space, adapted, status)
            : null;

    private CauseVerdict Verdict(CauseModel model, CauseOpinion opinion)
    {
        Span<double> kinds = stackalloc double[Enum.GetValues<ErrorKind>().Length];
        kinds.Clear();
        for (var cause = 0; cause < opinion.Joint.Length; cause++)
        {
            kinds[(int)_kinds.Value[cause]] += opinion.Joint[cause];
        }

        var kind = System.Numerics.Tensors.TensorPrimitives.IndexOfMax<double>(kinds);
        var isSure = kinds[kind] >= options.CurrentValue.KindConfidence;
        return new CauseVerdict(
            model.Causes[opinion.Top],
            model.Sure.Probability(opinion.Signals.Values),
            model.Known.Probability(opinion.Signals.Values) >= model.NameThreshold,
            isSure ? (ErrorKind)kind : ErrorKind.Unknown,
            Math.Min(kinds[kind], 1));
    }

    private static ErrorKind[] KindsOf(LearnedMeaning learned)
    {
        var byId = learned.Catalogue.ToDictionary(cause => cause.Id, cause => cause.Kind, StringComparer.Ordinal);
        return Array.ConvertAll(learned.Model!.Causes, id => byId[id]);
    }
}
