using System.ComponentModel.DataAnnotations;

namespace Gateway.Modules.Contracts.Options;

/// <summary>Who a request is attributed to.</summary>
public sealed record PrincipalOptions
{
    /// <summary>The part of an IPv6 address that a provider gives to one customer.</summary>
    internal const int WholeIpv6Network = 64;

    /// <summary>
    /// Headers that may name the principal, first present wins. Default <c>X-Api-Key</c>, <c>Authorization</c>, <c>X-Tenant-Id</c>.
    /// </summary>
    public IReadOnlyList<string> Headers { get; init; } = ["X-Api-Key", "Authorization", "X-Tenant-Id"];

    /// <summary>
    /// Whether those headers are vouched for: something in front or behind refuses invented ones. Default false: any client could
    /// invent them, so the principal is the client's address.
    /// </summary>
    public bool TrustHeaders { get; init; }

    /// <summary>
    /// Bits of an IPv6 address that name the principal: addresses that share them are one. 128 takes each address for a client of its
    /// own, which gives whoever has a network a vote for each of its addresses. Default 64. Range 16 to 128.
    /// </summary>
    [Range(16, 128)]
    public int Ipv6PrefixLength { get; init; } = WholeIpv6Network;
}
