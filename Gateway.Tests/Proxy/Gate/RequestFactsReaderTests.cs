using System.Net;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Shared.Options;
using Gateway.Tests.Doubles;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Gateway.Tests.Proxy.Gate;

public sealed class RequestFactsReaderTests
{
    private static readonly ReverseProxyFeature Feature = new()
    {
        Route = new RouteModel(new RouteConfig { RouteId = "orders" }, null, HttpTransformer.Default),
        Cluster = new ClusterModel(new ClusterConfig { ClusterId = "shop" }, new HttpMessageInvoker(new SocketsHttpHandler())),
    };

    private static readonly PrincipalOptions Trusting = new() { TrustHeaders = true };

    [Test]
    public void Read_Request_GivesWhatItCarries()
    {
        var facts = Read(new PrincipalOptions());
        Assert.Multiple(() =>
        {
            Assert.That((facts.Route, facts.Upstream, facts.Method), Is.EqualTo(("orders", "shop", "POST")));
            Assert.That((facts.Path, facts.Query, facts.BodyBytes), Is.EqualTo(("/api/orders/17", "?a=%20b", 12L)));
            Assert.That(facts.ClientAddress, Is.EqualTo(IPAddress.Loopback));
            Assert.That(facts.HeaderValue("x-tenant-id"), Is.EqualTo("acme"));
            Assert.That(facts.HeaderValue("X-None"), Is.Null);
        });
    }

    [Test]
    public void Read_HeadersNotTrusted_NamesNoKey() => Assert.That(Read(new PrincipalOptions()).PrincipalKey, Is.Null);

    [Test]
    public void Read_HeadersTrusted_TakesTheFirstPresent() => Assert.That(Read(Trusting).PrincipalKey, Is.EqualTo("acme"));

    [Test]
    public void Read_TrustChanges_FollowsTheOptions()
    {
        var options = new FixedOptions();
        using var reader = new RequestFactsReader(options.Section<PrincipalOptions>());
        options.Set(new GatewayOptions { Principal = Trusting });
        Assert.That(reader.Read(Context(), Feature).PrincipalKey, Is.EqualTo("acme"));
    }

    [Test]
    public void Read_NoLength_IsUnknown()
    {
        using var reader = new RequestFactsReader(new FixedOptions().Section<PrincipalOptions>());
        Assert.That(reader.Read(new DefaultHttpContext(), Feature).BodyBytes, Is.EqualTo(-1));
    }

    [Test]
    public void Read_Warm_AllocatesNothing()
    {
        using var reader = ReaderOf(Trusting);
        var context = Context();
        var bytes = 0L;
        Assert.That(WarmAllocation.Of(() => bytes += reader.Read(context, Feature).BodyBytes), Is.Zero);
        Assert.That(bytes, Is.Positive);
    }

    private static RequestFacts Read(PrincipalOptions principal)
    {
        using var reader = ReaderOf(principal);
        return reader.Read(Context(), Feature);
    }

    private static DefaultHttpContext Context()
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        context.Request.Path = "/api/orders/17";
        context.Request.QueryString = new QueryString("?a=%20b");
        context.Request.ContentLength = 12;
        context.Request.Headers["X-Api-Key"] = "";
        context.Request.Headers["X-Tenant-Id"] = "acme";
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        return context;
    }

    private static RequestFactsReader ReaderOf(PrincipalOptions principal) =>
        new(new FixedOptions(new GatewayOptions { Principal = principal }).Section<PrincipalOptions>());
}
