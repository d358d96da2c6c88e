using System.Collections.Immutable;
using Gateway.Modules.Shared.Requests;

namespace Gateway.Modules.Contracts.Outcomes;

/// <summary>
/// The event on the bus: one sampled outcome with masked text and disclosable dimension values only.
/// </summary>
public sealed record OutcomeSample
{
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    /// <summary>Unique over replicas and restarts; a consumer that sees it twice ignores the second.</summary>
    public required string EventId { get; init; }

    public required string ReplicaId { get; init; }

    public required long SnapshotRevision { get; init; }

    /// <summary>How many outcomes this one stands for; at least 1.</summary>
    public required double Weight { get; init; }

    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>The ordering key of the bus.</summary>
    public required string Upstream { get; init; }

    /// <summary>
    /// Every dimension of the request, in no particular order; <c>upstream</c> and, where somebody sent it, <c>principal</c> included.
    /// A dimension is there once for each value that the request has of it.
    /// </summary>
    public required ImmutableArray<DimensionValue> Dimensions { get; init; }

    /// <summary>
    /// Who has the vote: the principal where its header is trusted, else the client's address; <see cref="PrincipalName.Nobody"/> where
    /// nobody has.
    /// </summary>
    public required string Voter { get; init; }

    public required RequestOutcome Outcome { get; init; }

    public required int Status { get; init; }

    public int? GrpcStatus { get; init; }

    public required double LatencyMs { get; init; }

    /// <summary>Present when the outcome is an error, or a 4xx answer that may be a caller's fault.</summary>
    public MaskedError? Error { get; init; }

    public string? PolicyId { get; init; }

    public PolicyRole PolicyRole { get; init; }
}

/// <summary>One dimension of one request.</summary>
/// <param name="Value">The value, its 16-digit hash, or <see cref="DimensionNames.Folded"/>.</param>
public readonly record struct DimensionValue(string Dimension, string Value);

/// <summary>A sample after the embedder.</summary>
/// <param name="IsDeferred">Whether the model had no time for its error: then it gets no cluster that it does not have already.</param>
/// <param name="Wording">Its error's text prepared for reading, where it was embedded just now.</param>
public sealed record EmbeddedSample(
    OutcomeSample Sample, EmbeddingVector? Embedding, bool IsDeferred = false, ErrorWordingText? Wording = null);

/// <summary>A sample after the clusterer; no assignment where there is no error, or no time to read it.</summary>
public sealed record ClusteredSample(OutcomeSample Sample, ClusterAssignment? Assignment);
