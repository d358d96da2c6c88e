using Gateway.Modules.Contracts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Modules.Proxy;

/// <summary>
/// Bounds the connections to each destination. Without a bound every request that waits for a slow upstream holds a connection,
/// until the process runs out of descriptors; with it the surplus waits in line.
/// </summary>
internal sealed class BoundedClientFactory(IOptionsMonitor<GatewayOptions> options, ILogger<ForwarderHttpClientFactory> logger)
    : ForwarderHttpClientFactory(logger)
{
    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        if (context.NewConfig.MaxConnectionsPerServer is null)
        {
            handler.MaxConnectionsPerServer = options.CurrentValue.Server.MaxConnectionsPerDestination;
        }
    }
}
