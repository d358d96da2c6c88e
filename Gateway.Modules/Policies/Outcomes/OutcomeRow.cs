using System.Globalization;
using Gateway.Modules.Policies.Wordings;

namespace Gateway.Modules.Policies.Outcomes;

/// <summary>One sampled outcome as attribution sees it.</summary>
internal sealed class OutcomeRow
{
    /// <summary>What a row costs beside its values, give or take: the object, its place in the ring, its lists' headers.</summary>
    private const int Overhead = 160;

    public required DateTimeOffset At { get; init; }

    public required double Weight { get; init; }

    public required RequestOutcome Outcome { get; init; }

    /// <summary>The upstream's status; 0 where it gave none.</summary>
    public required int Status { get; init; }

    /// <summary>What a failure says; null where there is no cluster.</summary>
    public WordingKey? Wording { get; init; }

    /// <summary>Who has the vote, as a hash; 0 where nobody has.</summary>
    public required ulong Voter { get; init; }

    public required string Upstream { get; init; }

    /// <summary>Size of the request's body, -1 where unknown.</summary>
    public long BodyBytes { get; init; } = -1;

    /// <summary>The values that a scope can be made of.</summary>
    public required KnownValue[] Values { get; init; }

    public string? PolicyId { get; init; }

    public PolicyRole PolicyRole { get; init; }

    public bool IsFailure => Outcome.IsFailure();

    public int Bytes => Overhead + (Values.Length * nint.Size);

    public bool Has(ValueKey key)
    {
        foreach (var value in Values)
        {
            if (value.Key == key)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the row says to those who look for one cause.</summary>
    public OutcomeMeaning MeaningFor(bool sameCause, bool callersFault, IReadOnlyList<int> neverActOn) =>
        OutcomeMeanings.Of(Outcome, Status, sameCause, callersFault, neverActOn);

    public static OutcomeRow From(ClusteredSample item, ValueCatalogue values)
    {
        var sample = item.Sample;
        return new OutcomeRow
        {
            At = sample.CompletedAt,
            Weight = sample.Weight,
            Outcome = sample.Outcome,
            Status = sample.Status,
            Wording = WordingKey.Of(item),
            Voter = sample.Voter.Length == 0 ? 0 : ValueHash.Of(sample.Voter),
            Upstream = sample.Upstream,
            BodyBytes = BodyBytesOf(sample),
            Values = values.Take(sample.Dimensions.AsSpan(), sample.Upstream),
            PolicyId = sample.PolicyId,
            PolicyRole = sample.PolicyRole,
        };
    }

    private static long BodyBytesOf(OutcomeSample sample)
    {
        foreach (var dimension in sample.Dimensions)
        {
            if (dimension.Dimension == DimensionNames.BodyBytes
                && long.TryParse(dimension.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
            {
                return bytes;
            }
        }

        return -1;
    }
}
