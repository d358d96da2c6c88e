using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;

namespace Gateway.Modules.Proxy.Forwarding;

/// <summary>Whose <c>X-Forwarded-For</c> names the client. From anybody else the header means nothing here.</summary>
internal static class TrustedProxies
{
    /// <summary>Reads addresses and networks such as <c>10.0.0.0/8</c>.</summary>
    /// <exception cref="FormatException">An entry is neither.</exception>
    public static ForwardedHeadersOptions ToForwardedHeaders(IReadOnlyList<string> trusted)
    {
        // No limit on hops: the walk ends at the first address that is not trusted.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var entry in trusted)
        {
            if (entry.Contains('/', StringComparison.Ordinal))
            {
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(entry));
            }
            else
            {
                options.KnownProxies.Add(IPAddress.Parse(entry));
            }
        }

        return options;
    }

    public static bool Include(ForwardedHeadersOptions options, IPAddress? peer)
    {
        var address = peer is { IsIPv4MappedToIPv6: true } ? peer.MapToIPv4() : peer;
        return address is not null
            && (options.KnownProxies.Contains(address) || options.KnownIPNetworks.Any(network => network.Contains(address)));
    }
}
