using Gateway.Modules.Clustering.Files;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Clustering.Causes;

/// <summary>The learned adapter of each model's space; by configuration, errors are grouped without it.</summary>
internal sealed class WhiteningAdapter(LearnedMeaning learned, IOptionsMonitor<ClusteringOptions> options) : IEmbeddingAdapter
{
    private const string Suffix = "+adapter";

    private readonly bool _isOn = options.CurrentValue.Adapter;

    public AdaptedEmbedding Adapt(EmbeddingVector raw)
    {
        foreach (var transform in learned.Transforms)
        {
            if (transform.Space == raw.Space && transform.Dimension == raw.Vector.Length)
            {
                var adapted = transform.Apply(raw.Vector.Span);
                return new AdaptedEmbedding(raw, adapted, _isOn ? new EmbeddingVector(raw.Space + Suffix, adapted) : raw);
            }
        }

        return new AdaptedEmbedding(raw, Learned: null, raw);
    }
}
