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

    public void Set(in RequestFacts facts) => _facts = facts;

    public bool TryReset()
    {
        _facts = default;
        return true;
    }
}
