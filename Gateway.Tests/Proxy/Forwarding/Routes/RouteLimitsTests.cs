using Gateway.Modules.Proxy.Forwarding.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Yarp.ReverseProxy.Configuration;

namespace Gateway.Tests.Proxy.Forwarding.Routes;

public sealed class RouteLimitsTests
{
    private static readonly MinDataRate OfTheServer = new(1, TimeSpan.FromSeconds(10));

    [TestCase("HTTP/1.1", "application/grpc", null, "true", 1)]
    [TestCase("HTTP/1.1", "text/plain", "0.5", null, 0.5)]
    [TestCase("HTTP/2", "text/plain", "0.5", null, 1)]
    [TestCase("HTTP/2", "application/grpc", "0.5", null, 1)]
    [TestCase("HTTP/2", "text/plain", null, "true", 1)]
    [TestCase("HTTP/2", "application/grpc", null, "true", 0)]
    public void Apply_Request_LiftsOnlyForGrpcOverHttp2WhereTheRouteSaysSo(string protocol, string type, string? rate, string? silent,
        double expected)
    {
        var context = new DefaultHttpContext { Request = { Protocol = protocol, ContentType = type } };
        var feature = new RateFeature { MinDataRate = OfTheServer };
        context.Features.Set<IHttpMinRequestBodyDataRateFeature>(feature);
        RouteLimits.Apply(context, Route(rate, silent));
        Assert.That(feature.MinDataRate?.BytesPerSecond ?? 0, Is.EqualTo(expected));
    }

    [TestCase("0", null, 1)]
    [TestCase("-1", "perhaps", 2)]
    [TestCase("1e3", null, 1)]
    [TestCase("0.1", "False", 0)]
    public void MistakesOf_Metadata_FindsValuesThatMeanNothing(string? rate, string? silent, int expected) =>
        Assert.That(RouteLimits.MistakesOf(Route(rate, silent)).Count(), Is.EqualTo(expected));

    private static RouteConfig Route(string? rate, string? silent)
    {
        var metadata = new Dictionary<string, string>();
        if (rate is not null)
        {
            metadata[RouteLimits.RateKey] = rate;
        }

        if (silent is not null)
        {
            metadata[RouteLimits.SilentGrpcKey] = silent;
        }

        return new RouteConfig { RouteId = "r", Metadata = metadata };
    }

    private sealed class RateFeature : IHttpMinRequestBodyDataRateFeature
    {
        public MinDataRate? MinDataRate { get; set; }
    }
}
