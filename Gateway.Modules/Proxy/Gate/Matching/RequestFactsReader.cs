using System.Collections.Immutable;
using Gateway.Modules.Proxy.Forwarding;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Model;

namespace Gateway.Modules.Proxy.Gate.Matching;

/// <summary>Reads <see cref="RequestFacts"/> without allocating. Which headers name the principal follows the options.</summary>
internal sealed class RequestFactsReader : IDisposable
{
    private readonly IDisposable? _subscription;
    private volatile PrincipalHeaders _headers;

    public RequestFactsReader(IOptionsMonitor<PrincipalOptions> options)
    {
        _headers = PrincipalHeaders.From(options.CurrentValue);
        _subscription = options.OnChange(o => _headers = PrincipalHeaders.From(o));
    }

    public RequestFacts Read(HttpContext context, IReverseProxyFeature proxy) =>
        Read(context, proxy.Route.Config.RouteId, proxy.Cluster.Config.ClusterId);

    /// <param name="upstream">YARP's cluster id.</param>
    public RequestFacts Read(HttpContext context, string route, string upstream)
    {
        var request = context.Request;
        var key = PrincipalKeyOf(request.Headers);
        return new RequestFacts
        {
            Route = route,
            Upstream = upstream,
            Method = request.Method,
            Path = request.Path.Value ?? "/",
            Query = request.QueryString.Value ?? "",
            Headers = request.Headers,
            BodyBytes = request.ContentLength ?? -1,
            PrincipalKey = key,
            ClientAddress = context.Connection.RemoteIpAddress,
            Ipv6PrefixLength = _headers.Ipv6PrefixLength,
            PeerIsProxy = key is null && ForwardingPeer.IsUnknownProxy(context),
        };
    }

    public void Dispose() => _subscription?.Dispose();

    private string? PrincipalKeyOf(IHeaderDictionary headers)
    {
        foreach (var name in _headers.Names)
        {
            var values = headers[name];
            if (values.Count > 0 && !string.IsNullOrEmpty(values[0]))
            {
                return values[0];
            }
        }

        return null;
    }

    /// <summary>The headers that are trusted; none where trust is off.</summary>
    private sealed record PrincipalHeaders(ImmutableArray<string> Names, int Ipv6PrefixLength)
    {
        public static PrincipalHeaders From(PrincipalOptions options) =>
            new(options.TrustHeaders ? [.. options.Headers] : [], options.Ipv6PrefixLength);
    }
}
