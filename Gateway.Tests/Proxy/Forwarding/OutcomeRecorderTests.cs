using System.Diagnostics.Metrics;
using System.Net;
using Gateway.Modules.Proxy.Forwarding;
using Gateway.Modules.Proxy.Gate;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Shared.Options;
using Gateway.Tests.Doubles;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Gateway.Tests.Proxy.Forwarding;

public sealed class OutcomeRecorderTests
{
    [Test]
    public async Task RecordForwarded_TenThousandOrdinarySuccesses_AllocateNothing()
    {
        await using var upstream = await StubUpstream.StartAsync(context => context.Response.WriteAsync("ok"));
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, policy: ElsewherePolicy());
        using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var options = new FixedOptions(new GatewayOptions
        {
            Dimensions = new() { Names = ["header:X-Tenant-Id", "header:X-Plan"] },
            Principal = new() { TrustHeaders = true },
        });
        using var state = new ForwardingState(options);
        using var reader = new RequestFactsReader(options.Section<PrincipalOptions>());
        using var metrics = new ProxyMetrics(meters.GetRequiredService<IMeterFactory>());
        var recorder = new OutcomeRecorder(state, new ErrorRecogniser(new PlainTextReader(), new DictionaryMap()), new ForgettingInbox(),
            metrics, TimeProvider.System);
        using var listener = ListenTo("Gateway.Proxy");
        var gate = gateway.Services.GetRequiredService<PolicyGate>();
        var context = ContextOf("/api/orders/17", "?format=pdf");
        var proxy = context.Features.Get<IReverseProxyFeature>()!;

        void HandleOne()
        {
            var facts = reader.Read(context, proxy);
            var decision = gate.Decide(in facts);
            recorder.RecordForwarded(context, in facts, in decision, startedAt: 0, thrown: null);
        }

        Assert.That(WarmAllocation.Of(HandleOne), Is.Zero);
    }

    /// <summary>With somebody listening, as in production: measuring must cost nothing either.</summary>
    private static MeterListener ListenTo(string meter)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == meter)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => { });
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => { });
        listener.Start();
        return listener;
    }

    private static Policy ElsewherePolicy() => new()
    {
        Id = "p-1",
        Scope = new Scope([new DimensionTest("query:format", TestOperator.Equal, "csv"),
            new DimensionTest("route", TestOperator.Equal, "r")]),
        Action = PolicyAction.Break,
        Mode = PolicyMode.Enforce,
        Origin = PolicyOrigin.Learned,
    };

    private static DefaultHttpContext ContextOf(string path, string query)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Path = path;
        context.Request.QueryString = new QueryString(query);
        context.Request.Headers["X-Tenant-Id"] = "acme";
        context.Request.Headers["X-Api-Key"] = "k-1";
        context.Response.StatusCode = 200;
        context.Response.ContentType = "application/json";
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Features.Set<IReverseProxyFeature>(new ProxyFeature());
        return context;
    }

    private sealed class ProxyFeature : IReverseProxyFeature
    {
        public RouteModel Route { get; } = new(new RouteConfig { RouteId = "r" }, new ClusterState("u"), HttpTransformer.Default);

        public ClusterModel Cluster { get; set; } = new(new ClusterConfig { ClusterId = "u" },
            new HttpMessageInvoker(new SocketsHttpHandler()));

        public IReadOnlyList<DestinationState> AllDestinations => [];

        public IReadOnlyList<DestinationState> AvailableDestinations { get; set; } = [];

        public DestinationState? ProxiedDestination { get; set; } = new("d");
    }
}
