using System.Collections.Immutable;
using System.Globalization;
using Gateway.Modules.Proxy.Forwarding;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Proxy.Gate.Snapshots;
using Gateway.Modules.Shared.Requests;
using Gateway.Modules.Shared.Secrets;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Proxy.Explaining;

/// <summary>
/// Names what is known of a request that is asked about. Parameters whose name says that they are secret are left out; of other values
/// those are shown that would be shown anywhere: short words, and what a live policy names already. The rest is hashed.
/// </summary>
internal sealed class ExplainedDimensions(ForwardingState state, IOptionsMonitor<DimensionsOptions> options)
{
    private const int MaxParameters = 256;
    private const int MaxNameLength = 64;

    public ImmutableArray<DimensionValue> Of(in RequestFacts facts, PolicySnapshot snapshot)
    {
        var values = new List<DimensionValue>
        {
            new(DimensionNames.Route, facts.Route),
            new(DimensionNames.Method, facts.Method),
            new(DimensionNames.Upstream, facts.Upstream),
            new(DimensionNames.Path, PathTemplate.Of(facts.Path)),
        };
        if (PrincipalOf(facts) is { } principal)
        {
            values.Add(new(DimensionNames.Principal, principal));
        }

        if (facts.BodyBytes >= 0)
        {
            values.Add(new(DimensionNames.BodyBytes, facts.BodyBytes.ToString(CultureInfo.InvariantCulture)));
        }

        AddSent(facts, snapshot, values);
        return [.. values.Distinct().OrderBy(v => v.Dimension, Comparer<string>.Create(DimensionNames.Compare))];
    }

    private static string? PrincipalOf(in RequestFacts facts) => facts switch
    {
        { PrincipalKey: { } key } => PrincipalName.OfKey(key),
        { PeerIsProxy: true } or { ClientAddress: null } => null,
        _ => PrincipalName.OfAddress(facts.ClientAddress, facts.Ipv6PrefixLength),
    };

    private void AddSent(in RequestFacts facts, PolicySnapshot snapshot, List<DimensionValue> values)
    {
        var settings = options.CurrentValue;
        foreach (var name in state.Current.Dimensions.Headers)
        {
            if (facts.HeaderValue(name) is { } value)
            {
                Add(DimensionNames.HeaderPrefix + name, HeaderText.Decode(value), SecretNames.Matches(name, settings));
            }
        }

        foreach (var name in state.Current.Dimensions.BodyFields)
        {
            if (facts.BodyField(name) is { } value)
            {
                Add(DimensionNames.BodyPrefix + name, value, SecretNames.Matches(name, settings));
            }
        }

        var left = MaxParameters;
        foreach (var parameter in QueryParameters.Of(facts.Query))
        {
            var name = QueryParameters.Decode(parameter.EncodedName.Span);
            if (left-- > 0 && name.Length is > 0 and <= MaxNameLength && !SecretNames.Matches(name, settings))
            {
                Add(DimensionNames.QueryPrefix + name, QueryParameters.Decode(parameter.EncodedValue.Span), isSecret: false);
            }
        }

        void Add(string dimension, string value, bool isSecret)
        {
            var isNamed = snapshot.Policies.Any(p => p.Policy.Scope.Tests.Any(t => t.Dimension == dimension && t.Value == value));
            values.Add(new(dimension, ValueDisclosure.Show(value, isNamed ? ValueDisclosure.ManyPrincipals : 0, isSecret)));
        }
    }
}
