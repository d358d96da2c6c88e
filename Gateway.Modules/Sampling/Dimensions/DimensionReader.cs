using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Gateway.Modules.Shared.Collections;
using Gateway.Modules.Shared.Requests;
using Gateway.Modules.Shared.Secrets;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Sampling.Dimensions;

/// <summary>
/// Names what is known of a request. Values that may not leave it are hashed (see <see cref="ValueDisclosure"/>), those beyond
/// the caps folded into <see cref="DimensionNames.Folded"/>; what the request does not carry has no dimension. One thread at a time.
/// </summary>
internal sealed class DimensionReader(
    IOptionsMonitor<DimensionsOptions> options,
    IOptionsMonitor<PrincipalOptions> principals,
    IOptionsMonitor<PoliciesOptions> policies,
    SamplingMetrics metrics)
{
    /// <summary>Routes come from the configuration; so many mean years of reloads, and learning anew costs little.</summary>
    private const int MaxRoutes = 4096;
    private const int MaxNameLength = 64;

    /// <summary>Paths of a route that are named by their own template beside the common one.</summary>
    private const int MaxOwnPaths = 64;

    /// <summary>Their room is beside that of the dimension's other values; no dimension has this name.</summary>
    private const string OwnPaths = "own path";

    /// <summary>Far more parameters than any interface has; the rest of such a query is noise.</summary>
    private const int MaxParameters = 256;

    /// <summary>Different values of one parameter that are named; further ones of the same request are not.</summary>
    private const int MaxValuesOfOneName = 4;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.[]$:");

    private readonly BoundedMap<string, RouteDimensionsState> _routes = new(MaxRoutes, StringComparer.Ordinal);
    private readonly Dictionary<string, int> _seenNames = new(StringComparer.Ordinal);
    private readonly HashSet<(string Name, string Value)> _seenValues = [];
    private CatalogueNames? _catalogue;

    /// <summary>The request's dimensions, and who has its vote.</summary>
    public (ImmutableArray<DimensionValue> Values, string Voter) Read(in OutcomeRecord record)
    {
        var settings = options.CurrentValue;
        var catalogue = CatalogueOf(settings);
        var principal = PrincipalName.Of(in record, principals.CurrentValue);
        var sent = new SentValues(
            ImmutableArray.CreateBuilder<DimensionValue>(12),
            RouteOf(record.Route),
            settings,
            new Bringer(
                HashOf(principal),
                OutcomeMeanings.MayLeadToPolicy(record.Outcome, record.Status, policies.CurrentValue.NeverActOn),
                record.CompletedAt.ToUnixTimeSeconds()));
        var values = sent.Values;
        values.Add(new(DimensionNames.Route, record.Route));
        values.Add(new(DimensionNames.Method, record.Method));
        values.Add(new(DimensionNames.Upstream, record.Upstream));
        if (record.Destination is { } destination)
        {
            values.Add(new(DimensionNames.Destination, destination));
        }

        AddPath(record.Path, sent);
        if (principal != PrincipalName.Nobody)
        {
            values.Add(new(DimensionNames.Principal, principal));
        }

        if (record.BodyBytes >= 0)
        {
            values.Add(new(DimensionNames.BodyBytes, record.BodyBytes.ToString(CultureInfo.InvariantCulture)));
        }

        AddConfigured(catalogue.Headers, record.Headers, HeaderText.Decode, sent);
        AddConfigured(catalogue.BodyFields, record.BodyFields, value => value, sent);
        AddQuery(record.Query, sent);
        return (values.DrainToImmutable(), principal);
    }

    /// <summary>
    /// A path is named by the template in which names of models, versions and dates are one, and so are the segments that take too many
    /// values. Beside it, as long as the route has room, by its own template. The gate matches whatever stands in such a place.
    /// </summary>
    private static void AddPath(string path, in SentValues sent)
    {
        var own = PathTemplate.Of(path);
        var common = sent.Route.Path.Fold(PathTemplate.CoarseOf(path) ?? own, sent.By);
        AddTemplate(common, sent);
        if (common != own && sent.Route.TakesValue(OwnPaths, own, sent.By, MaxOwnPaths) > 0)
        {
            sent.Values.Add(new(DimensionNames.Path, own));
        }
    }

    private static void AddTemplate(string template, in SentValues sent)
    {
        var hasPlace = sent.Route.TakesValue(DimensionNames.Path, template, sent.By, sent.Settings.MaxValuesPerName) > 0;
        sent.Values.Add(new(DimensionNames.Path, hasPlace ? template : DimensionNames.Folded));
    }

    private static void AddConfigured(
        ImmutableArray<ConfiguredName> names, ReadOnlySpan<string?> slots, Func<string, string> decode, in SentValues sent)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (slots[i] is { } value)
            {
                Add(names[i].Dimension, decode(value), names[i].IsSecret, sent);
            }
        }
    }

    private void AddQuery(string query, in SentValues sent)
    {
        _seenNames.Clear();
        _seenValues.Clear();
        var left = MaxParameters;
        foreach (var parameter in QueryParameters.Of(query))
        {
            if (left-- == 0)
            {
                return;
            }

            // The name's room is taken before its value's: names are what outsiders could invent without end.
            var name = QueryParameters.Decode(parameter.EncodedName.Span);
            ref var values = ref CollectionsMarshal.GetValueRefOrAddDefault(_seenNames, name, out var again);
            if (!again)
            {
                values = IsDiscoverable(name, sent.Settings) && sent.Route.TakesName(name, sent.By, sent.Settings) ? 0 : MaxValuesOfOneName;
            }

            if (values < MaxValuesOfOneName
                && QueryParameters.Decode(parameter.EncodedValue.Span) is var value
                && _seenValues.Add((name, value)))
            {
                values++;
                Add(DimensionNames.QueryPrefix + name, value, isSecret: false, sent);
            }
        }
    }

    private static void Add(string dimension, string value, bool isSecret, in SentValues sent)
    {
        // Values are kept and compared by hash where they are long: a cap on their number must also be one on memory.
        var kept = value.Length <= MaxNameLength ? value : ValueHash.TextOf(value);
        var principals = sent.Route.TakesValue(dimension, kept, sent.By, sent.Settings.MaxValuesPerName);
        var shown = principals > 0 ? ValueDisclosure.Show(value, principals, isSecret) : DimensionNames.Folded;
        sent.Values.Add(new(dimension, shown));
    }

    private static bool IsDiscoverable(string name, DimensionsOptions settings) =>
        name.Length is > 0 and <= MaxNameLength
        && name.AsSpan().IndexOfAnyExcept(NameCharacters) < 0
        && !SecretNames.Matches(name, settings);

    private static ulong HashOf(string principal) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(principal.AsSpan()));

    private RouteDimensionsState RouteOf(string route)
    {
        if (!_routes.TryTouch(route, out var state))
        {
            state = new RouteDimensionsState(metrics);
            _routes.Set(route, state);
        }

        return state;
    }

    private CatalogueNames CatalogueOf(DimensionsOptions settings)
    {
        if (_catalogue is null || !ReferenceEquals(_catalogue.Settings, settings))
        {
            var catalogue = DimensionCatalogue.From(settings);
            _catalogue = new CatalogueNames(
                settings,
                [.. catalogue.Headers.Select(n => new ConfiguredName(DimensionNames.HeaderPrefix + n, SecretNames.Matches(n, settings)))],
                [.. catalogue.BodyFields.Select(n => new ConfiguredName(DimensionNames.BodyPrefix + n, SecretNames.Matches(n, settings)))]);
        }

        return _catalogue;
    }

    private readonly record struct ConfiguredName(string Dimension, bool IsSecret);

    private sealed record CatalogueNames(
        DimensionsOptions Settings,
        ImmutableArray<ConfiguredName> Headers,
        ImmutableArray<ConfiguredName> BodyFields);

    private readonly record struct SentValues(
        ImmutableArray<DimensionValue>.Builder Values,
        RouteDimensionsState Route,
        DimensionsOptions Settings,
        Bringer By);
}
