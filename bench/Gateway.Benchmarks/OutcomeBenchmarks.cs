using System.Net;
using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using Gateway.Lab.Pipeline;
using Gateway.Modules.Proxy.Forwarding;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Sampling;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Gateway.Benchmarks;

/// <summary>
/// What the hand-over of a successful outcome costs the request's thread; the taking out, which another thread pays, is in it so that
/// the inbox does not fill. Yardstick: a reference through a bounded channel.
/// </summary>
public class OutcomeBenchmarks
{
    private readonly Channel<object> _channel = Channel.CreateBounded<object>(new BoundedChannelOptions(1024) { SingleReader = true });
    private readonly object _message = new();
    private HttpContext _context = null!;
    private RequestFacts _facts;
    private OutcomeRecorder _recorder = null!;
    private OutcomeInbox _inbox = null!;

    [GlobalSetup]
    public void SetUp()
    {
        var services = ModuleServices.Create().AddSampling();
        services.AddSingleton<ForwardingState>();
        services.AddSingleton<IFingerprintMap, EmptyMap>();
        services.AddSingleton<ErrorRecogniser>();
        services.AddSingleton<ProxyMetrics>();
        services.AddSingleton<OutcomeRecorder>();
        var provider = services.BuildServiceProvider();
        _recorder = provider.GetRequiredService<OutcomeRecorder>();
        _inbox = provider.GetRequiredService<OutcomeInbox>();

        _context = new DefaultHttpContext();
        _context.Response.ContentType = "application/json";
        _context.Features.Set<IReverseProxyFeature>(new ProxyFeature());
        _facts = new RequestFacts
        {
            Route = "orders",
            Upstream = "shop",
            Method = "GET",
            Path = "/api/orders/17",
            Query = "?format=pdf",
            Headers = _context.Request.Headers,
            BodyBytes = -1,
            ClientAddress = IPAddress.Loopback,
        };
    }

    [Benchmark(Baseline = true)]
    public bool ChannelRoundTrip() => _channel.Writer.TryWrite(_message) && _channel.Reader.TryRead(out _);

    [Benchmark]
    public bool RecordSuccess()
    {
        _recorder.RecordForwarded(_context, in _facts, default, startedAt: 0, thrown: null);
        return _inbox.Reader.TryRead(out _);
    }

    private sealed class EmptyMap : IFingerprintMap
    {
        public bool TryGet(Fingerprint fingerprint, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? clusterId)
        {
            clusterId = null;
            return false;
        }

        public void Set(Fingerprint fingerprint, string clusterId)
        {
        }
    }

    private sealed class ProxyFeature : IReverseProxyFeature
    {
        public RouteModel Route { get; } = new(new RouteConfig { RouteId = "orders" }, new ClusterState("shop"), HttpTransformer.Default);

        public ClusterModel Cluster { get; set; } = new(new ClusterConfig { ClusterId = "shop" },
            new HttpMessageInvoker(new SocketsHttpHandler()));

        public IReadOnlyList<DestinationState> AllDestinations => [];

        public IReadOnlyList<DestinationState> AvailableDestinations { get; set; } = [];

        public DestinationState? ProxiedDestination { get; set; } = new("shop/1");
    }
}
