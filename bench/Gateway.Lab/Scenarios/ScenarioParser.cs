using System.Collections.Immutable;
using System.Text.Json;

namespace Gateway.Lab.Scenarios;

/// <summary>What came of reading a scenario: it, or every mistake with its path.</summary>
internal sealed record ScenarioReading(Scenario? Scenario, ImmutableArray<string> Errors);

/// <summary>Reads a scenario file strictly: unknown keys are mistakes, and all mistakes are found at once.</summary>
internal static class ScenarioParser
{
    internal const double MaxSeconds = 3600;
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
            [.. root.Items("routes", atLeast: 1).Select(i => RouteReader.Read(new StrictObject(i.Element, i.Path, errors), upstreams))];
        NoteTwins(root, "routes", routes.Select(r => r.Id));
        var dimensions = root.Texts("dimensions", required: false);
        var table = RouteTable.From(routes);
        ImmutableArray<TrafficItem> traffic =
            [.. root.Items("traffic", atLeast: 1).Select(i => ReadTraffic(new StrictObject(i.Element, i.Path, errors), table))];
        var when = new WhenReader(routes, upstreams, traffic);
        ImmutableArray<Fault> faults =
            [.. root.Items("faults", required: false)
                .Select((i, n) => FaultReader.Read(new StrictObject(i.Element, i.Path, errors), n, when, seconds, upstreams))];
        ImmutableArray<CapacityLimit> capacity =
            [.. root.Items("capacity", required: false)
                .Select((i, n) => FaultReader.ReadCapacity(new StrictObject(i.Element, i.Path, errors), n, when, upstreams))];
        NoteSilence(root, traffic, seconds);
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
            var upstream = new UpstreamSpec(
                name,
                child.Whole("destinations", 1, 100),
                child.Range("latencyMs", 0, required: true) ?? default,
                child.Has("timeoutMs") ? child.Number("timeoutMs", 1, 600_000) : null);
            if (upstream.TimeoutMs <= upstream.LatencyMs.High)
            {
                child.Note(child.PathOf("timeoutMs"), "must be longer than the healthy latency");
            }

            upstreams.Add(upstream);
            child.Close();
        }

        if (upstreams.Count == 0)
        {
            node.Note(node.Path, "must name at least one upstream");
        }

        return upstreams.ToImmutable();
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
            route ?? new RouteSpec("", "", ""))
        {
            FromMs = node.Number("from", 0, MaxSeconds, 0) * 1000,
            ToMs = node.Has("to") ? node.Number("to", 0, MaxSeconds) * 1000 : double.PositiveInfinity,
            Retries = ReadRetries(node),
        };
        if (item.ToMs <= item.FromMs)
        {
            node.Note(node.PathOf("to"), "must be after from");
        }

        node.Close();
        return item;
    }

    private static RetryHabit? ReadRetries(StrictObject parent)
    {
        if (parent.Child("retries", required: false) is not { } node)
        {
            return null;
        }

        var habit = new RetryHabit(node.Whole("most", 1, 100), node.Range("afterMs", 0, required: true) ?? default);
        node.Close();
        return habit;
    }

    /// <summary>Requests come at the scenario's rate all the time, so at each moment there must be one to send.</summary>
    private static void NoteSilence(StrictObject root, ImmutableArray<TrafficItem> traffic, double seconds)
    {
        var changes = traffic.Select(t => t.ToMs).Where(at => at < seconds * 1000).Prepend(0).Order();
        foreach (var at in changes.Where(at => !traffic.IsEmpty && !traffic.Any(t => t.IsSent(at))).Take(1))
        {
            root.Note("traffic", FormattableString.Invariant($"has nothing to send at second {at / 1000}"));
        }
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

    internal const string NameRule = "must be made of letters, digits, dots, dashes and underscores";

    internal static string NameOf(StrictObject node, string key)
    {
        var name = node.Text(key);
        if (name.Length > 0 && !IsName(name))
        {
            node.Note(node.PathOf(key), NameRule);
        }

        return name;
    }

    private static bool IsName(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    internal static void NoteUnknownUpstream(
        StrictObject node, string key, string upstream, ImmutableArray<UpstreamSpec> upstreams)
    {
        if (upstream.Length > 0 && upstreams.All(u => u.Name != upstream))
        {
            node.Note(node.PathOf(key), $"names no upstream: {upstream}");
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
