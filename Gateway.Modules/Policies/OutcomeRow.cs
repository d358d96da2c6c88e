using System.Collections.Immutable;
using Gateway.Modules.Contracts;

namespace Gateway.Modules.Policies;

/// <summary>What a row says about the scope it lies in.</summary>
internal enum RowKind
{
    Success,
    Failure,

    /// <summary>Counts as an arrival only: refused, or aborted by the client.</summary>
    Arrival,
}

/// <summary>One sampled outcome as attribution sees it.</summary>
internal sealed class OutcomeRow
{
    public required DateTimeOffset At { get; init; }

    public required double Weight { get; init; }

    public required RowKind Kind { get; init; }

    /// <summary>What a failure says; null where there is no cluster.</summary>
    public WordingKey? Wording { get; init; }

    /// <summary>Who has the vote, as a hash.</summary>
    public required ulong Voter { get; init; }

    public required string Upstream { get; init; }

    /// <summary>Keys of <see cref="Dimensions"/>, position by position.</summary>
    public required ImmutableArray<ValueKey> Values { get; init; }

    public required ImmutableArray<DimensionValue> Dimensions { get; init; }

    public string? PolicyId { get; init; }

    public bool Has(ValueKey value) => Values.AsSpan().Contains(value);

    public bool Matches(ImmutableArray<ValueKey> tests)
    {
        foreach (var test in tests)
        {
            if (!Has(test))
            {
                return false;
            }
        }

        return true;
    }

    public static OutcomeRow From(ClusteredSample item)
    {
        var sample = item.Sample;
        return new OutcomeRow
        {
            At = sample.CompletedAt,
            Weight = sample.Weight,
            Kind = KindOf(sample.Outcome),
            Wording = WordingKey.Of(item),
            Voter = ValueHash.Of(sample.Voter),
            Upstream = sample.Upstream,
            Values = [.. sample.Dimensions.Select(ValueKey.Of)],
            Dimensions = sample.Dimensions,
            PolicyId = sample.PolicyId,
        };
    }

    private static RowKind KindOf(RequestOutcome outcome) => outcome switch
    {
        RequestOutcome.Success => RowKind.Success,
        RequestOutcome.UpstreamError or RequestOutcome.TransportError or RequestOutcome.Timeout => RowKind.Failure,
        _ => RowKind.Arrival,
    };
}
