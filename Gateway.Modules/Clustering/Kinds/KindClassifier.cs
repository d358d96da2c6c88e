using System.Numerics.Tensors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Clustering.Kinds;

/// <summary>
/// What an error means, from its status and from the prototype sentences nearest to it:
/// <c>P(kind) ~ prior(kind | status) * exp(Sharpness * similarity(kind))</c>, where the similarity is the mean cosine of the kind's two
/// nearest sentences, and <c>Unknown</c> stands in with a fixed one, so that a text unlike all sentences stays unknown.
/// </summary>
internal sealed class KindClassifier
{
    /// <summary>A cosine 0.1 ahead counts like a prior 20 times as high.</summary>
    private const double Sharpness = 30;

    /// <summary>Two unrelated errors have about this cosine in BGE's space.</summary>
    private const double UnknownSimilarity = 0.66;

    private readonly IEmbeddingService _service;
    private readonly KindPrototypes _file;
    private readonly Lazy<Prototype[]> _prototypes;

    public KindClassifier(
        IEmbeddingService service, IOptionsMonitor<ClusteringOptions> options, ContentRoot root, ILogger<KindClassifier> logger)
    {
        _service = service;
        var path = root.Resolve(options.CurrentValue.KindsPath);
        FileName = Path.GetFileName(path);
        _file = KindPrototypes.Read(path, out var problem);
        Problem = problem;
        _prototypes = new Lazy<Prototype[]>(() => Load(logger));
    }

    public string FileName { get; }

    /// <summary>Why the prototypes cannot be used; null when they can.</summary>
    public string? Problem { get; }

    /// <summary>Embeds the prototypes, some milliseconds each, so that the first error need not wait for it.</summary>
    public void Prepare() => _ = _prototypes.Value;

    /// <param name="embedding">Null without a model: then the status alone speaks.</param>
    public KindVerdict Classify(EmbeddingVector? embedding, string guardKey, int status)
    {
        Span<double> scores = stackalloc double[KindPriors.Kinds];
        scores.Fill(UnknownSimilarity);
        if (embedding is not null && _prototypes.Value is { Length: > 0 } prototypes)
        {
            Compare(embedding, prototypes, scores);
        }

        var priors = KindPriors.Of(guardKey, status);
        for (var kind = 0; kind < scores.Length; kind++)
        {
            scores[kind] = (Sharpness * scores[kind]) + Math.Log(priors[kind]);
        }

        TensorPrimitives.SoftMax(scores, scores);
        var best = TensorPrimitives.IndexOfMax<double>(scores);
        return new KindVerdict((ErrorKind)best, scores[best]);
    }

    private static void Compare(EmbeddingVector embedding, Prototype[] prototypes, Span<double> similarities)
    {
        Span<(float First, float Second)> best = stackalloc (float, float)[similarities.Length];
        best.Fill((-1, -1));
        foreach (var prototype in prototypes)
        {
            if (prototype.Embedding.Space != embedding.Space)
            {
                continue;
            }

            var similarity = TensorPrimitives.Dot(prototype.Embedding.Vector.Span, embedding.Vector.Span);
            ref var nearest = ref best[(int)prototype.Kind];
            nearest = similarity > nearest.First
                ? (similarity, nearest.First)
                : (nearest.First, Math.Max(similarity, nearest.Second));
        }

        for (var kind = 1; kind < similarities.Length; kind++)
        {
            if (best[kind].First > -1)
            {
                similarities[kind] = best[kind].Second > -1 ? (best[kind].First + best[kind].Second) / 2 : best[kind].First;
            }
        }
    }

    private Prototype[] Load(ILogger logger)
    {
        if (_service.State != ModelState.Loaded)
        {
            // Reported by the model itself; without it the sentences are of no use.
            return [];
        }

        if (Problem is not null)
        {
            ClusteringLog.KindsUnavailable(logger, Problem);
        }

        return [.. _file.Kinds.SelectMany(kind => kind.Value
            .Select(_service.Embed)
            .OfType<EmbeddingVector>()
            .Select(embedding => new Prototype(kind.Key, embedding)))];
    }

    private readonly record struct Prototype(ErrorKind Kind, EmbeddingVector Embedding);
}
