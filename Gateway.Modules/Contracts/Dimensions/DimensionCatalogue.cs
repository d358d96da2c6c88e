using System.Collections.Immutable;

namespace Gateway.Modules.Contracts;

/// <summary>Which configured dimensions a record has slots for; made once from the options and replaced whole on a reload.</summary>
/// <param name="Headers">Header names, by slot of <see cref="OutcomeRecord.Headers"/>.</param>
/// <param name="BodyFields">Field names, by slot of <see cref="OutcomeRecord.BodyFields"/>.</param>
public sealed record DimensionCatalogue(ImmutableArray<string> Headers, ImmutableArray<string> BodyFields)
{
    public static DimensionCatalogue From(DimensionsOptions options) => new(
        NamesAfter(options, DimensionNames.HeaderPrefix, OutcomeRecord.MaxHeaders),
        NamesAfter(options, DimensionNames.BodyPrefix, OutcomeRecord.MaxBodyFields));

    private static ImmutableArray<string> NamesAfter(DimensionsOptions options, string prefix, int most) =>
        [.. options.Names
            .Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
            .Select(n => n[prefix.Length..])
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Take(most)];
}
