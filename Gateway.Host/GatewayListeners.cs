using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Host.Configuration;
using Gateway.Modules.Telemetry;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Host;

/// <summary>
/// The gateway's own listeners. The standard <c>Kestrel</c> section adds endpoints, certificates and limits.
/// </summary>
internal sealed class GatewayListeners
{
    /// <summary>
    /// Bytes a second that a request body must bring on average. Sensors over weak links bring more; a client that wants to keep
    /// connections of an upstream with a byte now and then brings less.
    /// </summary>
    private const double SlowestBody = 1;

    private static readonly TimeSpan BodyGracePeriod = TimeSpan.FromSeconds(10);

    // Latin-1 turns each byte into one character and back: what is in a header passes in whatever encoding it is.
    private static readonly Func<string, Encoding?> AsBytes = static _ => Encoding.Latin1;

    private readonly List<(ListenerRole Role, ListenOptions Listener)> _listeners = [];

    /// <summary>Where each listener is bound, once the server runs.</summary>
    public IEnumerable<(ListenerRole Role, EndPoint EndPoint)> Bound => _listeners.Select(l => (l.Role, l.Listener.EndPoint));

    public static void AddTo(WebApplicationBuilder builder, GatewayOptions options)
    {
        var listeners = new GatewayListeners();
        builder.Services.AddSingleton(listeners);
        builder.WebHost.UseKestrel((context, kestrel) =>
        {
            SetDefaults(kestrel);
            KestrelSection.ApplyLimits(context.Configuration, kestrel.Limits, []);
            kestrel.Configure(context.Configuration.GetSection("Kestrel"), reloadOnChange: false);
            listeners.Listen(kestrel, options);
        });
    }

    /// <summary>What a proxy wants otherwise than an application; the configuration may say otherwise again.</summary>
    public static void SetDefaults(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(SlowestBody, BodyGracePeriod);
        kestrel.RequestHeaderEncodingSelector = AsBytes;
        kestrel.ResponseHeaderEncodingSelector = AsBytes;
    }

    public void LogAddresses(IServer server, ILogger logger)
    {
        var own = new HashSet<string>();
        foreach (var (role, endPoint) in Bound)
        {
            var address = $"http://{endPoint}";
            own.Add(address);
            HostLog.Listening(logger, role.ToString(), address);
        }

        foreach (var address in server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
        {
            if (!own.Contains(address))
            {
                HostLog.Listening(logger, "Kestrel endpoint", address);
            }
        }
    }

    private void Listen(KestrelServerOptions kestrel, GatewayOptions options)
    {
        Add(kestrel, options, ListenerRole.Proxy, options.Server.Port, HttpProtocols.Http1);
        if (options.Server.Http2Port > 0)
        {
            Add(kestrel, options, ListenerRole.Http2, options.Server.Http2Port, HttpProtocols.Http2);
        }

        if (options.Admin.Port > 0)
        {
            Add(kestrel, options, ListenerRole.Admin, options.Admin.Port, HttpProtocols.Http1);
        }

        if (options.Metrics.Enabled)
        {
            Add(kestrel, options, ListenerRole.Metrics, options.Metrics.Port, HttpProtocols.Http1);
        }
    }

    private void Add(KestrelServerOptions kestrel, GatewayOptions options, ListenerRole role, int port, HttpProtocols protocols)
    {
        var host = role == ListenerRole.Metrics && !string.IsNullOrEmpty(options.Metrics.Host) ? options.Metrics.Host : options.Server.Host;
        kestrel.Listen(new IPEndPoint(AddressOf(host), port), listener =>
        {
            listener.Protocols = protocols;
            if (role == ListenerRole.Metrics)
            {
                listener.ServeMetricsOnly();
            }

            _listeners.Add((role, listener));
        });
    }

    // IPv6Any takes IPv4 connections too. Kestrel's own localhost cannot pick a free port.
    private static IPAddress AddressOf(string host) => host switch
    {
        "*" => Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any,
        "localhost" => IPAddress.Loopback,
        _ => IPAddress.Parse(host),
    };
}
