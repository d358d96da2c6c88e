using System.Collections.Immutable;
using Gateway.Lab.GroundTruth;
using Gateway.Lab.Load;
using Gateway.Lab.Scenarios;

namespace Gateway.Tests.Lab;

/// <summary>Small worlds and synthetic logs for the lab's tests.</summary>
internal static class LabWorld
{
    public const string Tiny = """
        {
          "name": "tiny", "says": "a test", "seed": 5, "seconds": 3, "requestsPerSecond": 150,
          "principals": { "header": "X-Api-Key", "count": 10 },
          "upstreams": { "demo": { "destinations": 1, "latencyMs": [0, 1] } },
          "routes": [ { "id": "test", "path": "/api/test", "upstream": "demo" } ],
          "dimensions": [],
          "traffic": [
            { "weight": 1, "method": "GET", "path": "/api/test" },
            { "weight": 1, "method": "GET", "path": "/api/test", "query": { "broken": { "true": 1 } } } ],
          "faults": [
            { "from": 0, "to": 3, "when": { "query:broken": "true" }, "probability": 1.0, "status": 500,
              "contentType": "application/json", "bodies": ["{\"error\":\"broken after {int} ms\"}"], "latencyMs": [0, 1] } ]
        }
        """;

    /// <summary>The tiny world, whose broken requests are good and late.</summary>
    public static string Slowed { get; } = Tiny[..Tiny.IndexOf("\"faults\"", StringComparison.Ordinal)]
        + """ "faults": [ { "from": 0, "to": 3, "when": { "query:broken": "true" }, "delayMs": [80, 90] } ] } """;

    public static Scenario Parse(string json)
    {
        var reading = ScenarioParser.Parse(json);
        Assert.That(reading.Errors, Is.Empty);
        return reading.Scenario!;
    }

    /// <summary>The tiny world with other faults and capacity limits.</summary>
    public static Scenario With(IEnumerable<Fault> faults, IEnumerable<CapacityLimit>? capacity = null, double seconds = 30) =>
        Parse(Tiny) with { Seconds = seconds, Faults = [.. faults], Capacity = [.. capacity ?? []] };

    public static Fault Fault(double from, double to, int index = 0, double probability = 1, params Condition[] when) =>
        new(index, from * 1000, to * 1000, new When([.. when]), probability, 500, "text/plain", ["broken"], default, false);

    public static CapacityLimit Limit(double from, double to, int concurrent = 4, double serviceMs = 50) =>
        new(0, "demo", from * 1000, to * 1000, When.Always, concurrent, serviceMs, 100, 503, "text/plain", ["busy"]);

    public static RequestFacts Facts(
        string route = "test",
        string principal = "k-1",
        IReadOnlyDictionary<string, string>? headers = null,
        IReadOnlyDictionary<string, string>? query = null,
        IReadOnlyDictionary<string, string>? body = null,
        long bodyBytes = 0) =>
        new(route, "demo", "GET", "/api/test", principal, headers ?? RequestFacts.None, query ?? RequestFacts.None,
            body ?? RequestFacts.None, bodyBytes);

    /// <summary>One request a step, each with the fate that the moment decides.</summary>
    public static ImmutableArray<RequestRecord> Log(double from, double to, double stepMs, RequestClass kind, Func<double, Fate> fate,
        int fault = 0)
    {
        var log = ImmutableArray.CreateBuilder<RequestRecord>();
        for (var at = from * 1000; at < to * 1000; at += stepMs)
        {
            log.Add(Record(at, kind, fate(at), fault));
        }

        return log.ToImmutable();
    }

    public static RequestRecord Record(double at, RequestClass kind, Fate fate, int fault = 0) => new()
    {
        AtMs = at,
        DoneMs = at + 5,
        Fate = fate,
        Class = kind,
        DoomedBy = kind == RequestClass.Doomed ? [fault] : [],
        Matches = kind is RequestClass.Doomed or RequestClass.Recovering ? [fault] : [],
        Capacity = kind == RequestClass.Contested ? 0 : -1,
        Upstream = "demo",
    };
}
