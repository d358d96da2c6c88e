using System.Collections.Concurrent;

namespace Gateway.Modules.Proxy.Rerouting;

/// <summary>A budget for each route.</summary>
internal sealed class RepeatBudgets(TimeProvider time)
{
    // Its keys come from the configuration.
    private readonly ConcurrentDictionary<string, RepeatBudget> _routes = new(StringComparer.OrdinalIgnoreCase);

    public RepeatBudget Of(string route) => _routes.TryGetValue(route, out var known) ? known : _routes.GetOrAdd(route, Make);

    private RepeatBudget Make(string route) => new(time);
}
