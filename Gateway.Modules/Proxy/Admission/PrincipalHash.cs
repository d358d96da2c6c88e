using System.Net;
using System.Net.Sockets;
using Gateway.Modules.Proxy.Gate.Matching;

namespace Gateway.Modules.Proxy.Admission;

/// <summary>
/// A principal as a number: its trusted key, else its address, an IPv6 address by its /64. Differs from process to process, so that
/// nobody can look for another principal's number.
/// </summary>
internal static class PrincipalHash
{
    private const int IPv4Bytes = 4;
    private const int IPv6Bytes = 16;
    private const int IPv6PrefixBytes = 8;

    public static int Of(in RequestFacts facts) =>
        facts.PrincipalKey is { } key ? key.GetHashCode(StringComparison.Ordinal) : Of(facts.ClientAddress);

    private static int Of(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[IPv6Bytes];
        if (address is null || !address.TryWriteBytes(bytes, out var written))
        {
            return 0;
        }

        var told = address.IsIPv4MappedToIPv6 ? bytes[^IPv4Bytes..]
            : address.AddressFamily == AddressFamily.InterNetworkV6 ? bytes[..IPv6PrefixBytes]
            : bytes[..written];
        var hash = default(HashCode);
        hash.AddBytes(told);
        return hash.ToHashCode();
    }
}
