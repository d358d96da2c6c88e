using System.Net;

namespace Gateway.Modules.Contracts;

/// <summary>How a principal is written: <c>key:</c> and the hash of the header's value, or the client's address.</summary>
public static class PrincipalName
{
    public const string KeyPrefix = "key:";

    public static string OfKey(ReadOnlySpan<char> headerValue) => KeyPrefix + ValueHash.TextOf(headerValue);

    /// <summary>An IPv4 address that arrives in its IPv6 form is the same client.</summary>
    public static string OfAddress(IPAddress? address) =>
        address is null ? "unknown" : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
}
