using System.Collections.Immutable;

namespace Gateway.Lab.FalseAlarms;

/// <summary>A request and what the upstream makes of it.</summary>
/// <param name="Failure">Null where it succeeds.</param>
internal sealed record SimulatedRequest(
    string Principal, string Upstream, ImmutableArray<DimensionValue> Dimensions, FailureText? Failure);
