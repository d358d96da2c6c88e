using System.Net;
using System.Net.Sockets;

namespace Gateway.Lab.Variants;

/// <summary>
/// Finds loopback ports that nobody listens on. Another process may take one before it is used; its start then fails loudly.
/// </summary>
internal static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
