using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Modules.Proxy.Gate.Refusals;

/// <summary>The body of a refusal, RFC 9457 with our members. Those that are null are left out: a terse refusal has five.</summary>
internal sealed record RefusalProblem
{
    public required string Type { get; init; }
    public required string Title { get; init; }
    public required int Status { get; init; }
    public string? Detail { get; init; }
    public required string TraceId { get; init; }
    public required string PolicyId { get; init; }
    public string? Action { get; init; }
    public IReadOnlyList<RefusalCluster>? Clusters { get; init; }
    public IReadOnlyList<RefusalTest>? Scope { get; init; }
    public string? ScopeText { get; init; }

    /// <summary>Null for a manual policy.</summary>
    public RefusalEvidence? Evidence { get; init; }
}

internal sealed record RefusalCluster(string Id, string Label, string Kind);

internal sealed record RefusalTest(string Dimension, string Op, string Value);

internal sealed record RefusalEvidence(
    double WindowSeconds,
    double Matched,
    double Failed,
    double LowerBound,
    double RiskRatio,
    double Coverage,
    int Principals,
    RefusalHoldOut HoldOut);

internal sealed record RefusalHoldOut(long Sent, long Failed);

[JsonSerializable(typeof(RefusalProblem))]
internal sealed partial class RefusalJsonContext : JsonSerializerContext
{
    /// <summary>Text is written as people read it; the answer's type keeps browsers from taking it for anything but JSON.</summary>
    public static readonly RefusalJsonContext Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
