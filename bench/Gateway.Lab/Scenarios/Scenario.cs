using System.Collections.Immutable;
using Gateway.Lab.GroundTruth;

namespace Gateway.Lab.Scenarios;

/// <summary>One scenario file, checked: the world, the gateway's routes, the traffic and the faults.</summary>
internal sealed record Scenario(
    string Name,
    string Says,
    int Seed,
    double Seconds,
    double RequestsPerSecond,
    PrincipalPool Principals,
    ImmutableArray<UpstreamSpec> Upstreams,
    ImmutableArray<RouteSpec> Routes,
    ImmutableArray<string> Dimensions,
    ImmutableArray<TrafficItem> Traffic,
    ImmutableArray<Fault> Faults,
    ImmutableArray<CapacityLimit> Capacity)
{
    public double EndMs => Seconds * 1000;
}

/// <summary>Who sends: <c>k-0</c> to <c>k-(count - 1)</c>, named in one header.</summary>
internal sealed record PrincipalPool(string Header, int Count);

/// <param name="LatencyMs">Healthy latency, uniform.</param>
/// <param name="TimeoutMs">How long a proxy waits for an answer, in every variant; null for its default.</param>
internal sealed record UpstreamSpec(string Name, int Destinations, ValueRange LatencyMs, double? TimeoutMs = null);

internal sealed record RouteSpec(string Id, string Path, string Upstream)
{
    /// <summary>What the route tells the gateway in its metadata, such as a fallback; the other variants have none of it.</summary>
    public ImmutableDictionary<string, string> Metadata { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>Clients that do not take no for an answer: they send the same again, soon after a failure or a refusal.</summary>
/// <param name="Most">Times at most.</param>
internal sealed record RetryHabit(int Most, ValueRange AfterMs);

/// <summary>An inclusive range, milliseconds or bytes.</summary>
internal readonly record struct ValueRange(double Low, double High)
{
    public double Draw(Random random) => Low + (random.NextDouble() * (High - Low));

    public int DrawWhole(Random random) => random.Next((int)Low, (int)High + 1);
}

/// <summary>A name and the values it takes, by weight. The empty value means that it is left out.</summary>
internal sealed record Choice(string Name, ImmutableArray<WeightedValue> Values)
{
    private readonly double _total = Values.Sum(v => v.Weight);

    public string Draw(Random random) => At(random.NextDouble());

    /// <summary>The value at this share of all weights, from 0 up to 1, excluded.</summary>
    public string At(double share)
    {
        var left = share * _total;
        foreach (var value in Values)
        {
            left -= value.Weight;
            if (left < 0)
            {
                return value.Value;
            }
        }

        return Values[^1].Value;
    }
}

internal readonly record struct WeightedValue(string Value, double Weight);

/// <param name="Path">As written, with its placeholders.</param>
/// <param name="Answers">The statuses of its healthy answers; null for 200 always.</param>
/// <param name="Principal">The one principal that sends this item; null for any.</param>
/// <param name="Route">The route that its path takes.</param>
internal sealed record TrafficItem(
    double Weight,
    string Method,
    string Path,
    ImmutableArray<Choice> Headers,
    ImmutableArray<Choice> Query,
    ValueRange? BodyBytes,
    ImmutableArray<Choice> Body,
    Choice? Answers,
    string? Principal,
    RouteSpec Route)
{
    /// <summary>When it is sent at all, milliseconds of the run, the end excluded.</summary>
    public double FromMs { get; init; }

    public double ToMs { get; init; } = double.PositiveInfinity;

    /// <summary>Null where nobody tries again.</summary>
    public RetryHabit? Retries { get; init; }

    public bool IsSent(double atMs) => atMs >= FromMs && atMs < ToMs;
}

/// <summary>What goes wrong, from when to when (milliseconds, end excluded), for which requests and how it looks.</summary>
internal sealed record Fault(
    int Index,
    double FromMs,
    double ToMs,
    When When,
    double Probability,
    int Status,
    string ContentType,
    ImmutableArray<string> Bodies,
    ValueRange LatencyMs,
    bool Abort)
{
    /// <summary>How much later the good answer comes; null for a fault that fails.</summary>
    public ValueRange? DelayMs { get; init; }

    /// <summary>Whether it spoils no answer and only makes it wait.</summary>
    public bool OnlyDelays => DelayMs is not null;

    /// <summary>A fault so unlikely that nothing explains it.</summary>
    public bool IsNoise => Probability < 0.5;

    public bool IsLive(double atMs) => atMs >= FromMs && atMs < ToMs;
}

/// <summary>A bottleneck that depends on load: so many in service, the others wait and then fail.</summary>
internal sealed record CapacityLimit(
    int Index,
    string Upstream,
    double FromMs,
    double ToMs,
    When When,
    int Concurrent,
    double ServiceMs,
    double QueueMs,
    int Status,
    string ContentType,
    ImmutableArray<string> Bodies)
{
    public bool IsLive(double atMs) => atMs >= FromMs && atMs < ToMs;

    public bool Covers(RequestFacts facts, double atMs) => IsLive(atMs) && HasCovered(facts);

    /// <summary>Whether it covers the request when it is in force.</summary>
    public bool HasCovered(RequestFacts facts) => facts.Upstream == Upstream && When.CoversSomewhere(facts);
}
