using Gateway.Modules.Contracts;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Clustering;

/// <summary>The learned adapter of each model's space; off by configuration.</summary>
internal sealed class WhiteningAdapter(LearnedMeaning learned, IOptionsMonitor<GatewayOptions> options) : IEmbeddingAdapter
{
    private const string Suffix = "+adapter";

    private readonly bool _isOn = options.CurrentValue.Clustering.Adapter;

    public Contracts.Embedding Adapt(Contracts.Embedding raw)
    {
        if (!_isOn)
        {
            return raw;
        }

        foreach (var transform in learned.Transforms)
        {
            if (transform.Space == raw.Space && transform.Dimension == raw.Vector.Length)
            {
                return new Contracts.Embedding(raw.Space + Suffix, transform.Apply(raw.Vector.Span));
            }
        }

        return raw;
    }
}
