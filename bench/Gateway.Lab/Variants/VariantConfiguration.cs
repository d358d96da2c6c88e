using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Lab.Pipeline;
using Gateway.Lab.Scenarios;
using Gateway.Lab.Upstreams;

namespace Gateway.Lab.Variants;

/// <summary>Writes the configuration file of a variant. All three have the same routes and upstreams.</summary>
internal static class VariantConfiguration
{
    /// <summary>Section of the lab's own proxies: <c>Port</c>, <c>RouteBreaker</c>.</summary>
    public const string LabSection = "Lab";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Write(string folder, string variant, Scenario scenario, IEnumerable<DestinationAddress> destinations,
        int port, int seed)
    {
        var root = new JsonObject { ["ReverseProxy"] = Proxy(scenario, destinations, withMetadata: variant == VariantNames.Gateway) };
        if (variant == VariantNames.Gateway)
        {
            root["Gateway"] = Gateway(scenario, port, FreePort.Find(), seed);
        }
        else
        {
            root[LabSection] = new JsonObject { ["Port"] = port, ["RouteBreaker"] = variant == VariantNames.RouteBreaker };
        }

        var file = Path.Combine(folder, "appsettings.json");
        File.WriteAllText(file, root.ToJsonString(Indented));
        return file;
    }

    private static JsonObject Gateway(Scenario scenario, int port, int metricsPort, int seed) => new()
    {
        ["Server"] = new JsonObject { ["Host"] = "127.0.0.1", ["Port"] = port },
        ["Metrics"] = new JsonObject { ["Port"] = metricsPort },
        ["Principal"] = new JsonObject { ["Headers"] = new JsonArray(scenario.Principals.Header), ["TrustHeaders"] = true },
        ["Dimensions"] = new JsonObject { ["Names"] = new JsonArray([.. scenario.Dimensions.Select(d => JsonValue.Create(d))]) },
        ["Diagnostics"] = new JsonObject { ["ResponseHeaders"] = true, ["RandomSeed"] = seed },
        ["Embedding"] = new JsonObject
        {
            ["Path"] = ModelPath("bge-small-en-v1.5-int8"),
            ["ChinesePath"] = ModelPath("bge-small-zh-v1.5-int8"),
            ["LexiconPath"] = ModelPath("lexicon.json"),
        },
        ["Clustering"] = new JsonObject { ["KindsPath"] = ModelPath("kinds.json"), ["LearnedPath"] = ModelPath("") },
    };

    private static string ModelPath(string name) => Path.Combine(RepositoryRoot.Path, "models", name);

    private static JsonObject Proxy(Scenario scenario, IEnumerable<DestinationAddress> destinations, bool withMetadata)
    {
        var routes = new JsonObject();
        foreach (var route in scenario.Routes)
        {
            var entry = new JsonObject { ["ClusterId"] = route.Upstream, ["Match"] = new JsonObject { ["Path"] = route.Path } };
            if (withMetadata && !route.Metadata.IsEmpty)
            {
                entry["Metadata"] = new JsonObject(route.Metadata.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)m.Value)));
            }

            routes[route.Id] = entry;
        }

        var clusters = new JsonObject();
        foreach (var upstream in destinations.GroupBy(d => d.Upstream))
        {
            var members = new JsonObject();
            foreach (var destination in upstream)
            {
                members[destination.Destination.ToString(CultureInfo.InvariantCulture)] =
                    new JsonObject { ["Address"] = destination.Address.ToString() };
            }

            var cluster = new JsonObject { ["Destinations"] = members };
            if (scenario.Upstreams.FirstOrDefault(u => u.Name == upstream.Key)?.TimeoutMs is { } timeout)
            {
                cluster["HttpRequest"] = new JsonObject
                {
                    ["ActivityTimeout"] = TimeSpan.FromMilliseconds(timeout).ToString("c", CultureInfo.InvariantCulture),
                };
            }

            clusters[upstream.Key] = cluster;
        }

        return new JsonObject { ["Routes"] = routes, ["Clusters"] = clusters };
    }
}
