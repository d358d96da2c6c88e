using Gateway.Modules.Clustering.Files;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Clustering.Causes;

/// <summary>The learned adapter of each model's space; off by configuration.</summary>
internal sealed class WhiteningAdapter(LearnedMeaning learned, IOptionsMonitor<ClusteringOptions> options) : IEmbeddingAdapter
{
    private const string Suffix = "+adapter";

    private readonly bool _isOn = options.CurrentValue.Adapter;

    public EmbeddingVector Adapt(EmbeddingVector raw)
    {
        if (!_isOn)
        {
            return raw;
        }

        foreach (var transform in learned.Transforms)
        {
            if (transform.Space == raw.Space && transform.Dimension == raw.Vector.Length)
            {
                return new EmbeddingVector(raw.Space + Suffix, transform.Apply(raw.Vector.Span));
            }
        }

        return raw;
    }
}
