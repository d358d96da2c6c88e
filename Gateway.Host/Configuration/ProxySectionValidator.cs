using Gateway.Modules.Proxy;
using Microsoft.AspNetCore.DataProtection;
using Yarp.ReverseProxy.Configuration;

namespace Gateway.Host.Configuration;

/// <summary>
/// Judges the <c>ReverseProxy</c> section as YARP would, before YARP sees it, and adds what YARP lets pass: routes to nowhere, addresses
/// that are none, routes that would hide the gateway's own endpoints.
/// </summary>
internal sealed class ProxySectionValidator(IConfiguration root, GatewayOptions options, MistakeList mistakes)
{
    public const string Section = "ReverseProxy";
    private const string RoutesKey = "Routes";
    private const string ClustersKey = "Clusters";
    private const string Owner = "YARP";

    // A route's and an upstream's id is the name of its section; YARP judges transforms itself.
    private static readonly KeyShape RouteShape = KeyShape.Of(typeof(RouteConfig), nameof(RouteConfig.RouteId), nameof(RouteConfig.Transforms));
    private static readonly KeyShape UpstreamShape = KeyShape.Of(typeof(ClusterConfig), nameof(ClusterConfig.ClusterId));

    /// <summary>Returns how many routes there are.</summary>
    public async Task<int> ValidateAsync()
    {
        var section = root.GetSection(Section);
        CheckKeys(section);
        CheckKeysBelow(section.GetSection(RoutesKey), RouteShape);
        CheckKeysBelow(section.GetSection(ClustersKey), UpstreamShape);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddReverseProxy();
        // YARP brings keys for affinity cookies; looking at a configuration must leave no file behind.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        await using var provider = services.BuildServiceProvider();
        var rules = provider.GetRequiredService<IConfigValidator>();

        var whole = TryReadWhole(section);
        var upstreams = ReadEach(section.GetSection(ClustersKey), whole?.Clusters, config => config.Clusters, cluster => cluster.ClusterId);
        foreach (var (key, upstream) in upstreams)
        {
            Report(key, await rules.ValidateClusterAsync(upstream));
            CheckDestinations(key, upstream);
        }

        var names = section.GetSection(ClustersKey).GetChildren().Select(c => c.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var routes = ReadEach(section.GetSection(RoutesKey), whole?.Routes, config => config.Routes, route => route.RouteId);
        foreach (var (key, route) in routes)
        {
            Report(key, await rules.ValidateRouteAsync(ProxyRegistration.WithoutMistakes(route)));
            Report(key, ProxyRegistration.MistakesOf(route));
            CheckUpstream(key, route, names);
            CheckPath(key, route);
        }

        return section.GetSection(RoutesKey).GetChildren().Count();
    }

    private void CheckKeys(IConfigurationSection section)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            mistakes.Add(Section, "must be a section with Routes and Clusters", section.Value);
        }

        foreach (var child in section.GetChildren())
        {
            if (!child.Key.Equals(RoutesKey, StringComparison.OrdinalIgnoreCase) && !child.Key.Equals(ClustersKey, StringComparison.OrdinalIgnoreCase))
            {
                var near = UnknownKey.Nearest(child.Key, [RoutesKey, ClustersKey]);
                mistakes.Add(child.Path, near is null ? "is not a key of YARP: Routes and Clusters are" : $"is not a key of YARP; did you mean {Section}:{near}?");
            }
            else if (!string.IsNullOrEmpty(child.Value))
            {
                mistakes.Add(child.Path, "must be a section with a key per item", child.Value);
            }
        }
    }

    private void CheckKeysBelow(IConfigurationSection items, KeyShape shape)
    {
        foreach (var item in items.GetChildren().Where(i => i.GetChildren().Any()))
        {
            shape.Check(item, Owner, mistakes);
        }
    }

    private static IProxyConfig? TryReadWhole(IConfigurationSection section)
    {
        try
        {
            return Read(section.AsEnumerable());
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null;
        }
    }

    // YARP's reader throws at the first value that it cannot read, which hides the others: then each item is read alone.
    private List<(string Key, T Item)> ReadEach<T>(IConfigurationSection parent, IReadOnlyList<T>? whole, Func<IProxyConfig, IReadOnlyList<T>> select, Func<T, string> idOf)
    {
        var items = new List<(string, T)>();
        foreach (var child in parent.GetChildren())
        {
            if (!child.GetChildren().Any())
            {
                mistakes.Add(child.Path, "must be a section with keys of its own", child.Value);
                continue;
            }

            try
            {
                var read = whole?.Where(item => idOf(item).Equals(child.Key, StringComparison.OrdinalIgnoreCase)) ?? select(Read(child.AsEnumerable()));
                items.AddRange(read.Select(item => (child.Path, item)));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                mistakes.Add(child.Path, "cannot be read: " + OneLine(e));
            }
        }

        return items;
    }

    private static IProxyConfig Read(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var root = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        using (root as IDisposable)
        {
            var services = new ServiceCollection();
            services.AddLogging();
            services.AddReverseProxy().LoadFromConfig(root.GetSection(Section));
            using var provider = services.BuildServiceProvider();
            return provider.GetRequiredService<IProxyConfigProvider>().GetConfig();
        }
    }

    private void CheckDestinations(string key, ClusterConfig upstream)
    {
        foreach (var (id, destination) in upstream.Destinations ?? new Dictionary<string, DestinationConfig>())
        {
            CheckAddress($"{key}:Destinations:{id}:Address", destination.Address);
            if (!string.IsNullOrEmpty(destination.Health))
            {
                CheckAddress($"{key}:Destinations:{id}:Health", destination.Health);
            }
        }
    }

    private void CheckAddress(string key, string? address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            mistakes.Add(key, "must be an absolute address such as http://host:port/", address);
        }
    }

    private void CheckUpstream(string key, RouteConfig route, HashSet<string> upstreams)
    {
        if (string.IsNullOrEmpty(route.ClusterId))
        {
            mistakes.Add($"{key}:ClusterId", "must name an upstream of ReverseProxy:Clusters", route.ClusterId);
        }
        else if (!upstreams.Contains(route.ClusterId))
        {
            mistakes.Add($"{key}:ClusterId", "must name an upstream of ReverseProxy:Clusters; there is none of that name", route.ClusterId);
        }
    }

    private void CheckPath(string key, RouteConfig route)
    {
        var hidden = OwnEndpoints.HiddenBy(route, options.Admin.PathPrefix);
        if (hidden is not null)
        {
            mistakes.Add($"{key}:Match:Path", $"must not hide the gateway's own {hidden}", route.Match.Path ?? "/{**any}");
        }
    }

    private void Report(string key, IEnumerable<Exception> problems)
    {
        foreach (var problem in problems)
        {
            mistakes.Add(key, OneLine(problem));
        }
    }

    private static string OneLine(Exception problem)
    {
        var innermost = problem.InnerException is null ? problem.Message : $"{problem.Message} {problem.InnerException.Message}";
        return innermost.ReplaceLineEndings(" ");
    }
}
