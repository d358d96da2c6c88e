using System.Collections.Immutable;

namespace Gateway.Lab.Scenarios;

/// <summary>Reads a route and what it tells the gateway in its metadata.</summary>
internal static class RouteReader
{
    /// <summary>The one word of the metadata that names something of the scenario's own.</summary>
    public const string Fallback = "Fallback";

    public static RouteSpec Read(StrictObject node, ImmutableArray<UpstreamSpec> upstreams)
    {
        var route = new RouteSpec(ScenarioParser.NameOf(node, "id"), node.Text("path"), node.Text("upstream"));
        if (route.Path.Length > 0 && !RouteTable.IsPattern(route.Path))
        {
            node.Note(node.PathOf("path"), "must be a route pattern that starts with a slash");
        }

        ScenarioParser.NoteUnknownUpstream(node, "upstream", route.Upstream, upstreams);
        route = route with { Metadata = ReadMetadata(node, upstreams) };
        node.Close();
        return route;
    }

    private static ImmutableDictionary<string, string> ReadMetadata(StrictObject route, ImmutableArray<UpstreamSpec> upstreams)
    {
        if (route.Child("metadata", required: false) is not { } node)
        {
            return ImmutableDictionary<string, string>.Empty;
        }

        var metadata = node.Names.ToImmutableDictionary(name => name, name => node.Text(name), StringComparer.OrdinalIgnoreCase);
        foreach (var name in metadata.GetValueOrDefault(Fallback, "").Split(',', StringSplitOptions.TrimEntries))
        {
            ScenarioParser.NoteUnknownUpstream(node, Fallback, name, upstreams);
        }

        node.Close();
        return metadata;
    }
}
