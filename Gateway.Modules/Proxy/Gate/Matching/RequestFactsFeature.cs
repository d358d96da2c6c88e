using Gateway.Modules.Proxy.Forwarding.Bodies;
using Microsoft.Extensions.ObjectPool;

namespace Gateway.Modules.Proxy.Gate.Matching;

/// <summary>
/// Carries what is known of a request to those that come later in the proxy's pipeline, so that it is read once. Pooled: the pipeline's
/// first
/// part takes it out of the request before it gives it back, and nobody keeps it.
/// </summary>
internal sealed class RequestFactsFeature : IResettable
{
    private RequestFacts _facts;

    public ref readonly RequestFacts Facts => ref _facts;

    /// <summary>When the request went to its destination, as a timestamp; 0 where nobody measures that.</summary>
    public long SentAt { get; set; }

    /// <summary>The request's body, where it is known when its last byte came.</summary>
    public TimedBody? Body { get; set; }

    public void Set(in RequestFacts facts) => _facts = facts;

    public bool TryReset()
    {
        _facts = default;
        SentAt = 0;
        Body = null;
        return true;
    }
}
