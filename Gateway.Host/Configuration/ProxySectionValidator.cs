using Gateway.Modules.Proxy;
using Microsoft.AspNetCore.DataProtection;
using Yarp.ReverseProxy.Configuration;

namespace Gateway.Host.Configuration;

/// <summary>
/// Judges the <c>ReverseProxy</c> section as YARP would, before YARP sees it, and adds what YARP lets pass: misspelt keys, routes to
/// nowhere, addresses that are none, routes that would hide the gateway's own endpoints.
/// </summary>
internal sealed class ProxySectionValidator(IConfiguration root, MistakeList mistakes)
{
    public const string Section = "ReverseProxy";
    public const string RoutesKey = $"{Section}:{nameof(Keys.Routes)}";

    private const string ClustersKey = $"{Section}:{nameof(Keys.Clusters)}";

    /// <summary>Returns how many routes there are.</summary>
    public async Task<int> ValidateAsync()
    {
        // A route's and an upstream's id is the name of its section.
        new SectionChecker(mistakes, "a key of YARP", "RouteConfig.RouteId", "ClusterConfig.ClusterId")
            .Check(root.GetSection(Section), typeof(Keys));

        if (!root.GetSection(Section).GetChildren().Any())
        {
            return 0;
        }

        using var readable = new ConfigurationManager();
        readable.AddInMemoryCollection(mistakes.Leave(root.GetSection(Section).AsEnumerable()));
        var services = new ServiceCollection().AddLogging();
        services.AddReverseProxy().LoadFromConfig(readable.GetSection(Section));
        // YARP brings keys for affinity cookies; looking at a configuration must leave no file behind.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        await using var provider = services.BuildServiceProvider();
        try
        {
            var config = provider.GetRequiredService<IProxyConfigProvider>().GetConfig();
            await ValidateAsync(config, provider.GetRequiredService<IConfigValidator>());
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            mistakes.Add(Section, "cannot be read: " + OneLine(e));
        }

        return root.GetSection(RoutesKey).GetChildren().Count();
    }

    private async Task ValidateAsync(IProxyConfig config, IConfigValidator rules)
    {
        foreach (var upstream in config.Clusters)
        {
            var key = $"{ClustersKey}:{upstream.ClusterId}";
            Report(key, await rules.ValidateClusterAsync(upstream));
            foreach (var (id, destination) in upstream.Destinations ?? new Dictionary<string, DestinationConfig>())
            {
                CheckAddress($"{key}:Destinations:{id}:Address", destination.Address);
                if (!string.IsNullOrEmpty(destination.Health))
                {
                    CheckAddress($"{key}:Destinations:{id}:Health", destination.Health);
                }
            }
        }

        var admin = root["Gateway:Admin:PathPrefix"] is { Length: > 0 } prefix ? prefix : new AdminOptions().PathPrefix;
        var upstreams = root.GetSection(ClustersKey).GetChildren().Select(c => c.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var route in config.Routes)
        {
            var key = $"{RoutesKey}:{route.RouteId}";
            Report(key, await rules.ValidateRouteAsync(ProxyRegistration.WithoutMistakes(route)));
            Report(key, ProxyRegistration.MistakesOf(route));
            Report(key, ProxyRegistration.MistakesAmong(route, config.Routes, upstreams));
            CheckUpstream($"{key}:ClusterId", route.ClusterId, upstreams);
            if (OwnEndpoints.HiddenBy(route, admin) is { } hidden)
            {
                mistakes.Add($"{key}:Match:Path", $"must not hide the gateway's own {hidden}", route.Match.Path ?? "/{**any}");
            }
        }
    }

    private void CheckAddress(string key, string? address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            mistakes.AddOnce(key, "must be an absolute address such as http://host:port/", address);
        }
    }

    private void CheckUpstream(string key, string? upstream, HashSet<string> upstreams)
    {
        if (upstream is null || !upstreams.Contains(upstream))
        {
            mistakes.AddOnce(key, $"must name an upstream of {ClustersKey}", upstream);
        }
    }

    private void Report(string key, IEnumerable<Exception> problems)
    {
        foreach (var problem in problems)
        {
            mistakes.Add(key, OneLine(problem));
        }
    }

    private static string OneLine(Exception problem) =>
        $"{problem.Message} {problem.InnerException?.Message}".TrimEnd().ReplaceLineEndings(" ");

    private sealed record Keys(IReadOnlyDictionary<string, RouteConfig> Routes, IReadOnlyDictionary<string, ClusterConfig> Clusters);
}
