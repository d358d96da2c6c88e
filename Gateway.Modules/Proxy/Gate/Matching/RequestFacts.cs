using System.Collections.Immutable;
using System.Net;
using Gateway.Modules.Shared.Requests;
using Microsoft.AspNetCore.Http;

namespace Gateway.Modules.Proxy.Gate.Matching;

/// <summary>What is known of a request before it is forwarded: references to what the server has already parsed, nothing copied.</summary>
internal readonly struct RequestFacts
{
    public required string Route { get; init; }

    /// <summary>YARP's cluster id.</summary>
    public required string Upstream { get; init; }

    public required string Method { get; init; }

    /// <summary>The path without the query string.</summary>
    public required string Path { get; init; }

    /// <summary>The query string as it came, with its question mark, or empty.</summary>
    public required string Query { get; init; }

    public required IHeaderDictionary Headers { get; init; }

    /// <summary>Content-Length, -1 where unknown.</summary>
    public required long BodyBytes { get; init; }

    /// <summary>Names of the body fields that were looked for.</summary>
    public ImmutableArray<string> BodyFieldNames { get; init; }

    /// <summary>Their values, null where the body does not have them or was not looked at.</summary>
    public BodyValues BodyFields { get; init; }

    /// <summary>The trusted principal header's raw value; null where the client's address names the principal.</summary>
    public string? PrincipalKey { get; init; }

    public IPAddress? ClientAddress { get; init; }

    /// <summary>Who has this request's vote, as a hash; 0 where nobody has. Allocates, so only a policy that matches asks.</summary>
    public ulong VoterOf(ref MatchScratch scratch) => this switch
    {
        { PrincipalKey: { } key } => scratch.PrincipalHash(key),
        { PeerIsProxy: true } or { ClientAddress: null } => 0,
        _ => ValueHash.Of(PrincipalName.OfAddress(ClientAddress, Ipv6PrefixLength)),
    };

    /// <summary>Whether a browser asks what it may send: nothing of the request that it asks for is sent yet.</summary>
    public bool IsPreflight => HttpMethods.IsOptions(Method) && Headers.AccessControlRequestMethod.Count > 0;
    /// <summary>Whether the address is that of a proxy that nobody vouches for, so that it names no client.</summary>
    public bool PeerIsProxy { get; init; }

    /// <summary>Bits of an IPv6 address that name a client.</summary>
    public int Ipv6PrefixLength { get; init; }

    /// <summary>
    /// The value of the dimension <c>header:NAME</c>: the first one of a repeated header, null without the header. The outcome
    /// record takes the same, so that a learned value is the compared one.
    /// </summary>
    public string? HeaderValue(string name)
    {
        var values = Headers[name];
        return values.Count == 0 ? null : values[0];
    }

    /// <summary>The value of the dimension <c>body:FIELD</c>, null without it.</summary>
    public string? BodyField(string name)
    {
        var fields = BodyFields;
        for (var i = 0; !BodyFieldNames.IsDefault && i < BodyFieldNames.Length; i++)
        {
            if (BodyFieldNames[i] == name)
            {
                return fields[i];
            }
        }

        return null;
    }
}
