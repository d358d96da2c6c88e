using System.Net;

namespace Gateway.Modules.Shared.Requests;

/// <summary>
/// How a principal is written: <c>key:</c> and the hash of the header's value, or the client's address. An IPv6 address stands for its
/// network, <c>2001:db8:1:2::/64</c>: whoever has one address of it has them all.
/// </summary>
public static class PrincipalName
{
    public const string KeyPrefix = "key:";

    /// <summary>Requests that cannot be told apart by who sent them: they have no vote and no dimension <c>principal</c>.</summary>
    public const string Nobody = "";

    /// <summary>The principal of a finished request.</summary>
    public static string Of(in OutcomeRecord record, PrincipalOptions options) => record switch
    {
        { PrincipalKey: { } key } => OfKey(key),
        { PeerIsProxy: true } => Nobody,
        _ => OfAddress(record.ClientAddress, options.Ipv6PrefixLength),
    };

    public static string OfKey(ReadOnlySpan<char> headerValue) => KeyPrefix + ValueHash.TextOf(headerValue);

    /// <summary>Reads the hash out of a key's name; false for an address.</summary>
    public static bool TryParseKey(string principal, out ulong hash)
    {
        hash = 0;
        return principal.StartsWith(KeyPrefix, StringComparison.Ordinal)
            && ValueHash.TryParse(principal.AsSpan(KeyPrefix.Length), out hash);
    }

    /// <summary>An IPv4 address that arrives in its IPv6 form is the same client.</summary>
    public static string OfAddress(IPAddress? address, int ipv6PrefixLength = PrincipalOptions.WholeIpv6Network) => address switch
    {
        null => "unknown",
        _ => AddressNetwork.OfClient(address, ipv6PrefixLength).ToString(),
    };
}
