using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Model;

namespace Gateway.Modules.Proxy.Admission;

/// <summary>A room for each destination, as long as the destination is configured; its size is that of its first request.</summary>
internal sealed class DestinationRooms(IOptionsMonitor<ServerOptions> options, TimeProvider time)
{
    /// <summary>Requests that one connection carries at once when the upstream speaks HTTP/2: what servers commonly allow.</summary>
    private const int Http2Streams = 100;

    private readonly ConditionalWeakTable<DestinationState, DestinationRoom> _rooms = [];

    /// <summary>Requests that wait, for all destinations.</summary>
    public int Waiting => _rooms.Sum(r => r.Value.Waiting);

    public DestinationRoom Of(DestinationState destination, ClusterConfig upstream) =>
        _rooms.TryGetValue(destination, out var room) ? room : _rooms.GetOrAdd(destination, Make(upstream));

    private DestinationRoom Make(ClusterConfig upstream)
    {
        var server = options.CurrentValue;
        var connections = upstream.HttpClient?.MaxConnectionsPerServer ?? server.MaxConnectionsPerDestination;
        var multiplexes = upstream.HttpRequest is { Version.Major: >= 2, VersionPolicy: { } policy }
            && policy != HttpVersionPolicy.RequestVersionOrLower;
        var places = multiplexes ? Math.Min((long)connections * Http2Streams, int.MaxValue) : connections;
        return new DestinationRoom((int)places,
            new RoomLimits(server.MaxPrincipalShare, server.MaxWaitingPerDestination, server.MaxWaitForDestination), time);
    }
}
