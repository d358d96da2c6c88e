using System.Net;
using System.Net.Sockets;

namespace Gateway.Tests.Doubles;

/// <summary>A port of the loopback on which nobody listens.</summary>
internal static class LoopbackPort
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
