using System.Net.Sockets;
using System.Text;
using Gateway.Modules.Proxy.Forwarding.Bodies;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Modules.Proxy.Forwarding;

/// <summary>
/// Bounds the connections to each destination. Without a bound every request that waits for a slow upstream holds a connection,
/// until the process runs out of descriptors; with it the surplus waits in line.
/// </summary>
internal sealed class BoundedClientFactory(IOptionsMonitor<ServerOptions> options, ILogger<ForwarderHttpClientFactory> logger)
    : ForwarderHttpClientFactory(logger)
{
    private static readonly HeaderEncodingSelector<HttpRequestMessage> AsBytes = static (_, _) => Encoding.Latin1;

    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        if (context.NewConfig.MaxConnectionsPerServer is null)
        {
            handler.MaxConnectionsPerServer = options.CurrentValue.MaxConnectionsPerDestination;
        }

        // Byte for byte, as the listeners read and write them.
        handler.RequestHeaderEncodingSelector = AsBytes;
        handler.ResponseHeaderEncodingSelector = AsBytes;
        handler.ConnectCallback = ConnectAsync;
        handler.ConnectTimeout = options.CurrentValue.ConnectTimeout;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new EarlyAnswerStream(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
