using System.Collections.Immutable;

namespace Gateway.Modules.Contracts.Dimensions;

/// <summary>Which configured dimensions a record has slots for; made once from the options and replaced whole on a reload.</summary>
/// <param name="Headers">Header names, by slot of <see cref="OutcomeRecord.Headers"/>.</param>
/// <param name="BodyFields">Field names, by slot of <see cref="OutcomeRecord.BodyFields"/>.</param>
public sealed record DimensionCatalogue(ImmutableArray<string> Headers, ImmutableArray<string> BodyFields)
{
    public static DimensionCatalogue From(DimensionsOptions options) => new(
        NamesAfter(options.Names, DimensionNames.HeaderPrefix, StringComparer.OrdinalIgnoreCase, OutcomeRecord.MaxHeaders),
        NamesAfter([DimensionNames.Model, .. options.Names], DimensionNames.BodyPrefix, StringComparer.Ordinal,
            OutcomeRecord.MaxBodyFields));

    private static ImmutableArray<string> NamesAfter(IEnumerable<string> names, string prefix, StringComparer comparer, int most) =>
        [.. names
            .Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
            .Select(n => n[prefix.Length..])
            .Distinct(comparer)
            .Take(most)];
}
