using System.Collections.Immutable;
using System.Text.Json;

namespace Gateway.Lab.Scenarios;

/// <summary>What came of reading a scenario: it, or every mistake with its path.</summary>
internal sealed record ScenarioReading(Scenario? Scenario, ImmutableArray<string> Errors);

/// <summary>Reads a scenario file strictly: unknown keys are mistakes, and all mistakes are found at once.</summary>
internal static class ScenarioParser
{
    private const double MaxSeconds = 3600;
    private const double MaxRate = 20_000;

    public static ScenarioReading Parse(string json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        }
        catch (JsonException e)
        {
            return new ScenarioReading(null, [$"(file): is not JSON: {e.Message}"]);
        }

        using (document)
        {
            var errors = new List<string>();
            var scenario = Read(new StrictObject(document.RootElement, "", errors), errors);
            return new ScenarioReading(errors.Count == 0 ? scenario : null, [.. errors]);
        }
    }

    private static Scenario Read(StrictObject root, List<string> errors)
    {
        var name = NameOf(root, "name");
        var says = root.Text("says", "");
        var seed = root.Whole("seed", int.MinValue, int.MaxValue);
        var seconds = root.Number("seconds", 0.1, MaxSeconds);
        var rate = root.Number("requestsPerSecond", 0.1, MaxRate);
        var principals = ReadPrincipals(root.Child("principals"));
        var upstreams = ReadUpstreams(root.Child("upstreams"), errors);
        ImmutableArray<RouteSpec> routes =
            [.. root.Items("routes", atLeast: 1).Select(i => ReadRoute(new StrictObject(i.Element, i.Path, errors), upstreams))];
        NoteTwins(root, "routes", routes.Select(r => r.Id));
        var dimensions = root.Texts("dimensions", required: false);
        var table = RouteTable.From(routes);
        ImmutableArray<TrafficItem> traffic =
            [.. root.Items("traffic", atLeast: 1).Select(i => ReadTraffic(new StrictObject(i.Element, i.Path, errors), table))];
        var when = new WhenReader(routes, upstreams, traffic);
        ImmutableArray<Fault> faults =
            [.. root.Items("faults", required: false)
                .Select((i, n) => ReadFault(new StrictObject(i.Element, i.Path, errors), n, when, seconds))];
        ImmutableArray<CapacityLimit> capacity =
            [.. root.Items("capacity", required: false)
                .Select((i, n) => ReadCapacity(new StrictObject(i.Element, i.Path, errors), n, when, upstreams))];
        root.Close();
        return new Scenario(name, says, seed, seconds, rate, principals, upstreams, routes, dimensions, traffic, faults, capacity);
    }

    private static PrincipalPool ReadPrincipals(StrictObject? node)
    {
        if (node is null)
        {
            return new PrincipalPool("X-Api-Key", 1);
        }

        var pool = new PrincipalPool(node.Text("header"), node.Whole("count", 1, 1_000_000));
        node.Close();
        return pool;
    }

    private static ImmutableArray<UpstreamSpec> ReadUpstreams(StrictObject? node, List<string> errors)
    {
        if (node is null)
        {
            return [];
        }

        var upstreams = ImmutableArray.CreateBuilder<UpstreamSpec>();
        foreach (var name in node.Names)
        {
            if (!IsName(name))
            {
                node.Note(node.PathOf(name), NameRule);
            }

            var child = new StrictObject(node.Take(name)!.Value, node.PathOf(name), errors);
            upstreams.Add(new UpstreamSpec(name, child.Whole("destinations", 1, 100),
                child.Range("latencyMs", 0, required: true) ?? default));
            child.Close();
        }

        if (upstreams.Count == 0)
        {
            node.Note(node.Path, "must name at least one upstream");
        }

        return upstreams.ToImmutable();
    }

    private static RouteSpec ReadRoute(StrictObject node, ImmutableArray<UpstreamSpec> upstreams)
    {
        var route = new RouteSpec(NameOf(node, "id"), node.Text("path"), node.Text("upstream"));
        if (route.Path.Length > 0 && !RouteTable.IsPattern(route.Path))
        {
            node.Note(node.PathOf("path"), "must be a route pattern that starts with a slash");
        }

        NoteUnknownUpstream(node, route.Upstream, upstreams);
        node.Close();
        return route;
    }

    private static TrafficItem ReadTraffic(StrictObject node, RouteTable table)
    {
        var path = node.Text("path");
        var route = table.Find(path);
        if (path.Length > 0 && !path.StartsWith('/'))
        {
            node.Note(node.PathOf("path"), "must start with a slash");
        }
        else if (path.Length > 0 && ScenarioPlaceholders.FirstUnknown(path) is { } unknown)
        {
            node.Note(node.PathOf("path"), $"has an unknown placeholder {unknown}");
        }
        else if (path.Length > 0 && route is null)
        {
            node.Note(node.PathOf("path"), "is taken by no route");
        }

        var item = new TrafficItem(
            node.Number("weight", double.Epsilon, 1e9, 1),
            node.Text("method", "GET"),
            path,
            ReadChoices(node, "headers"),
            ReadChoices(node, "query"),
            node.Range("bodyBytes", 0, required: false),
            ReadChoices(node, "body"),
            ReadAnswers(node),
            node.Has("principal") ? node.Text("principal") : null,
            route ?? new RouteSpec("", "", ""));
        node.Close();
        return item;
    }

    private static Choice? ReadAnswers(StrictObject parent)
    {
        const string Key = "answers";
        if (!parent.Has(Key) || ReadWeights(parent, Key) is not { } answers)
        {
            return null;
        }

        foreach (var answer in answers.Values)
        {
            if (answer.Value is not ['2' or '3' or '4', >= '0' and <= '9', >= '0' and <= '9'])
            {
                parent.Note($"{parent.PathOf(Key)}.{answer.Value}", "must be a status from 200 to 499");
            }
        }

        return answers;
    }

    private static ImmutableArray<Choice> ReadChoices(StrictObject parent, string key)
    {
        if (parent.Child(key, required: false) is not { } node)
        {
            return [];
        }

        var choices = ImmutableArray.CreateBuilder<Choice>();
        foreach (var name in node.Names)
        {
            if (ReadWeights(node, name) is { } choice)
            {
                choices.Add(choice);
            }
        }

        return choices.ToImmutable();
    }

    private static Choice? ReadWeights(StrictObject node, string name)
    {
        if (node.Child(name) is not { } values)
        {
            return null;
        }

        ImmutableArray<WeightedValue> weighted = [.. values.Names.Select(v => new WeightedValue(v, values.Number(v, 0, 1e9)))];
        if (weighted.Sum(w => w.Weight) > 0)
        {
            return new Choice(name, weighted);
        }

        node.Note(node.PathOf(name), "must give a value with a weight above 0");
        return null;
    }

    private static Fault ReadFault(StrictObject node, int index, WhenReader whens, double seconds)
    {
        var (from, to) = ReadPeriod(node, seconds);
        var abort = node.Flag("abort");
        var fault = new Fault(
            index,
            from,
            to,
            whens.Read(node, allowDestination: true),
            node.Number("probability", 0, 1, 1),
            node.Whole("status", 400, 599, 500),
            node.Text("contentType", "text/plain"),
            node.Texts("bodies", required: !abort, atLeast: abort ? 0 : 1),
            node.Range("latencyMs", 0, required: false) ?? default,
            abort);
        node.Close();
        return fault;
    }

    private static CapacityLimit ReadCapacity(StrictObject node, int index, WhenReader whens, ImmutableArray<UpstreamSpec> upstreams)
    {
        var upstream = node.Text("upstream");
        NoteUnknownUpstream(node, upstream, upstreams);
        var (from, to) = ReadPeriod(node, MaxSeconds);
        var limit = new CapacityLimit(
            index,
            upstream,
            from,
            to,
            whens.Read(node, allowDestination: false),
            node.Whole("concurrent", 1, 100_000),
            node.Number("serviceMs", 1, 60_000),
            node.Number("queueMs", 0, 60_000),
            node.Whole("status", 400, 599, 503),
            node.Text("contentType", "text/plain"),
            node.Texts("bodies", required: true, atLeast: 1));
        node.Close();
        return limit;
    }

    private static (double FromMs, double ToMs) ReadPeriod(StrictObject node, double seconds)
    {
        var from = node.Number("from", 0, MaxSeconds);
        var to = node.Number("to", 0, MaxSeconds);
        if (node.Has("to") && to <= from)
        {
            node.Note(node.PathOf("to"), "must be after from");
        }

        if (from >= seconds)
        {
            node.Note(node.PathOf("from"), "must be before the run ends");
        }

        return (from * 1000, to * 1000);
    }

    private const string NameRule = "must be made of letters, digits, dots, dashes and underscores";

    private static string NameOf(StrictObject node, string key)
    {
        var name = node.Text(key);
        if (name.Length > 0 && !IsName(name))
        {
            node.Note(node.PathOf(key), NameRule);
        }

        return name;
    }

    private static bool IsName(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static void NoteUnknownUpstream(StrictObject node, string upstream, ImmutableArray<UpstreamSpec> upstreams)
    {
        if (upstream.Length > 0 && upstreams.All(u => u.Name != upstream))
        {
            node.Note(node.PathOf("upstream"), $"names no upstream: {upstream}");
        }
    }

    private static void NoteTwins(StrictObject root, string key, IEnumerable<string> ids)
    {
        foreach (var twin in ids.Where(i => i.Length > 0).GroupBy(i => i, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
        {
            root.Note(key, $"has two with the id {twin.Key}");
        }
    }
}
