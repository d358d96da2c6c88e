using Yarp.ReverseProxy.Configuration;

namespace Gateway.Modules.Proxy.Demo;

/// <summary>The one route to the <see cref="DemoUpstream"/>.</summary>
internal static class DemoRoute
{
    public const string Id = "demo";

    public static InMemoryConfigProvider To(DemoUpstream upstream) => new(
        [new RouteConfig { RouteId = Id, ClusterId = Id, Match = new RouteMatch { Path = DemoUpstream.Path } }],
        [
            new ClusterConfig
            {
                ClusterId = Id,
                Destinations = new Dictionary<string, DestinationConfig> { [Id] = new() { Address = upstream.Address } },
            },
        ]);
}
