using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Modules.Shared.Requests;

/// <summary>
/// One address or a network of addresses of one family, to compare clients with. An IPv4 address that arrives in its IPv6 form belongs
/// to IPv4. Comparing allocates nothing.
/// </summary>
public readonly record struct AddressNetwork
{
    private const int Ipv6Bits = 128;
    private const int Ipv4Bits = 32;

    private readonly UInt128 _bits;
    private readonly int _length;
    private readonly bool _isIpv4;

    /// <param name="length">Bits that all addresses of the network share.</param>
    public AddressNetwork(IPAddress address, int length)
    {
        _isIpv4 = IsIpv4(address);
        _length = length;
        _bits = BitsOf(address) & Mask;
    }

    /// <summary>Bits that all addresses of the network share.</summary>
    public int Length => _length;

    public bool IsOfIpv4 => _isIpv4;

    private UInt128 Mask => _length == 0 ? 0 : UInt128.MaxValue << ((_isIpv4 ? Ipv4Bits : Ipv6Bits) - _length);

    /// <summary>The network that stands for one client: its address, or as much of an IPv6 address as one client has.</summary>
    public static AddressNetwork OfClient(IPAddress address, int ipv6PrefixLength) =>
        new(address, IsIpv4(address) ? Ipv4Bits : ipv6PrefixLength);

    /// <summary>Reads an address, or a network such as <c>2001:db8:1:2::/64</c>; false for any other text.</summary>
    public static bool TryParse(string text, out AddressNetwork network)
    {
        network = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address))
        {
            return false;
        }

        var most = IsIpv4(address) ? Ipv4Bits : Ipv6Bits;
        var length = most;
        if (slash >= 0
            && !(int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) && length <= most))
        {
            return false;
        }

        network = new AddressNetwork(address, length);
        return true;
    }

    public static bool IsIpv4(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork || address.IsIPv4MappedToIPv6;

    /// <summary>The address in its IPv4 form where it has one.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    public bool Contains(IPAddress address) => IsIpv4(address) == _isIpv4 && (BitsOf(address) & Mask) == _bits;

    /// <summary>The address alone where the network is no larger.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _bits);
        var address = new IPAddress(_isIpv4 ? bytes[12..] : bytes);
        return _length == (_isIpv4 ? Ipv4Bits : Ipv6Bits)
            ? address.ToString()
            : string.Create(CultureInfo.InvariantCulture, $"{address}/{_length}");
    }

    /// <summary>An IPv4 address has the last 32 bits only, whichever form it comes in.</summary>
    private static UInt128 BitsOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var written);
        return written == 4 || address.IsIPv4MappedToIPv6
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes[(written - 4)..])
            : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
