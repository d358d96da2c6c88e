using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Shared.Requests;

namespace Gateway.Modules.Proxy.Gate.Refusals;

/// <summary>A principal named by the hash of a trusted header's value.</summary>
internal sealed class PrincipalTest(ulong hash) : CompiledTest
{
    public override int Cost => 2;

    /// <summary>Reads <c>key:</c> and 16 hex digits; all else names an address.</summary>
    public static CompiledTest Of(string value) =>
        PrincipalName.TryParseKey(value, out var hash) ? new PrincipalTest(hash) : new AddressTest(value);

    public override bool Matches(in RequestFacts facts, ref MatchScratch scratch) =>
        facts.PrincipalKey is { } key && scratch.PrincipalHash(key) == hash;
}

/// <summary>
/// A principal named by the client's address or its network; <c>unknown</c> without an address. A proxy that nobody vouches for is no
/// client, whatever its address.
/// </summary>
internal sealed class AddressTest : CompiledTest
{
    private readonly AddressNetwork? _network;
    private readonly bool _unknown;

    public AddressTest(string value)
    {
        _unknown = value == PrincipalName.OfAddress(null);
        _network = AddressNetwork.TryParse(value, out var network) ? network : null;
    }

    public override int Cost => 1;

    public override bool Matches(in RequestFacts facts, ref MatchScratch scratch)
    {
        if (facts.PrincipalKey is not null || facts.PeerIsProxy)
        {
            return false;
        }

        return facts.ClientAddress is { } client ? _network is { } network && network.Contains(client) : _unknown;
    }
}

internal sealed class HeaderTest(string name, string value) : CompiledTest
{
    private readonly ExpectedValue _value = new(value);

    public override int Cost => 2;

    public override bool Matches(in RequestFacts facts, ref MatchScratch scratch) =>
        facts.HeaderValue(name) is { } actual && _value.MatchesHeader(actual);
}

/// <summary>
/// Compares every parameter of the name, as far as <see cref="QueryParameters.MostCompared"/>: which of them the upstream takes is its own
/// affair.
/// </summary>
internal sealed class QueryTest(string name, string value) : CompiledTest
{
    private readonly ExpectedValue _name = ExpectedValue.Literal(name);
    private readonly ExpectedValue _value = new(value);

    public override int Cost => 3;

    public override bool Matches(in RequestFacts facts, ref MatchScratch scratch)
    {
        var left = QueryParameters.MostCompared;
        foreach (var parameter in QueryParameters.Of(facts.Query))
        {
            if (left-- == 0)
            {
                return false;
            }

            if (_name.MatchesEncoded(parameter.EncodedName.Span) && _value.MatchesEncoded(parameter.EncodedValue.Span))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Compares a top-level field of a JSON body; a body that was not looked at, or not far enough, never matches.</summary>
internal sealed class BodyFieldTest(string name, string value) : CompiledTest
{
    private readonly ExpectedValue _value = new(value);

    public override int Cost => 1;

    public override bool Matches(in RequestFacts facts, ref MatchScratch scratch) =>
        facts.BodyField(name) is { } actual && _value.Matches(actual);
}

/// <summary>Compares Content-Length; a request that states none never matches.</summary>
internal sealed class BodyBytesTest(long bytes, TestOperator op) : CompiledTest
{
    public override int Cost => 0;

    public override bool Matches(in RequestFacts facts, ref MatchScratch scratch) =>
        op == TestOperator.AtLeast ? facts.BodyBytes >= bytes : facts.BodyBytes == bytes;
}
