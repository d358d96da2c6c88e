using System.Collections.Immutable;

namespace Gateway.Lab.Variants;

/// <summary>What the lab compares.</summary>
internal static class VariantNames
{
    public const string Gateway = "gateway";

    /// <summary>Polly's circuit breaker around each route of a bare YARP.</summary>
    public const string RouteBreaker = "route-breaker";

    /// <summary>Bare YARP.</summary>
    public const string None = "none";

    public static readonly ImmutableArray<string> All = [Gateway, RouteBreaker, None];
}
