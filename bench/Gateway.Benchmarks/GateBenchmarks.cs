using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using BenchmarkDotNet.Attributes;
using Gateway.Lab.Pipeline;
using Gateway.Modules.Limiting;
using Gateway.Modules.Proxy.Gate;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Proxy.Gate.Snapshots;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.CircuitBreaker;

namespace Gateway.Benchmarks;

/// <summary>
/// What the gate costs each request. Yardsticks: a closed circuit breaker of Polly, of which users would otherwise have one around each
/// route, and finding the path in a frozen dictionary of 100.
/// </summary>
public class GateBenchmarks
{
    private const string RequestPath = "/api/orders/17";
    private const string OpenScope = "pdf";

    private FrozenDictionary<string, int> _paths = FrozenDictionary<string, int>.Empty;
    private RequestFacts _facts;
    private PolicyGate _none = null!;
    private PolicyGate _ten = null!;
    private PolicyGate _thousand = null!;
    private PolicyGate _mixed = null!;
    private ResiliencePipeline _polly = ResiliencePipeline.Empty;
    private PolicyGate _open = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _paths = Enumerable.Range(0, 100).ToFrozenDictionary(i => string.Create(CultureInfo.InvariantCulture, $"/api/orders/{i}"));
        _facts = new RequestFacts
        {
            Route = "orders",
            Upstream = "shop",
            Method = "GET",
            Path = RequestPath,
            Query = "?expand=lines&format=pdf",
            Headers = new HeaderDictionary { ["X-Tenant-Id"] = "acme" },
            BodyBytes = -1,
            ClientAddress = IPAddress.Loopback,
        };
        _none = GateWith([]);
        _ten = GateWith(Enumerable.Range(0, 10).Select(NotMatching));
        _thousand = GateWith(Enumerable.Range(0, 1000).Select(NotMatching));
        _mixed = GateWith(Enumerable.Range(0, 1000).Select(Mixed));
        _polly = new ResiliencePipelineBuilder().AddCircuitBreaker(new CircuitBreakerStrategyOptions()).Build();
        _open = GateWith([PolicyWith("p-open", OpenScope)]);
    }

    [Benchmark(Baseline = true)]
    public bool PollyCircuitBreaker() => _polly.Execute(static () => true);

    [Benchmark]
    public int FrozenLookup() => _paths.GetValueOrDefault(RequestPath);

    [Benchmark]
    public bool NoPolicy() => _none.Decide(in _facts).Policy is null;

    [Benchmark]
    public bool TenNotMatching() => _ten.Decide(in _facts).Policy is null;

    [Benchmark]
    public bool ThousandNotMatching() => _thousand.Decide(in _facts).Policy is null;

    /// <summary>Each of them on one of the dimensions in turn, none of which the request has.</summary>
    [Benchmark]
    public bool ThousandOfAllSortsNotMatching() => _mixed.Decide(in _facts).Policy is null;

    [Benchmark]
    public bool OneOpen() => _open.Decide(in _facts).Policy is null;

    private static Policy NotMatching(int i) =>
        PolicyWith(string.Create(CultureInfo.InvariantCulture, $"p-{i}"), string.Create(CultureInfo.InvariantCulture, $"format{i}"));

    private static Policy PolicyWith(string id, string format) => PolicyOf(id, ("route", "orders"), ("query:format", format));

    private static Policy Mixed(int i)
    {
        var other = string.Create(CultureInfo.InvariantCulture, $"other{i}");
        (string, string)[] tests = (i % 8) switch
        {
            0 => [("route", other)],
            1 => [("route", "orders"), ("principal", string.Create(CultureInfo.InvariantCulture, $"192.0.{i / 256}.{i % 256}"))],
            2 => [("header:X-Tenant-Id", other), ("method", "GET")],
            3 => [("query:expand", other)],
            4 => [("path", $"/api/{other}/{{int}}")],
            5 => [("upstream", "shop"), ("query:" + other, "true")],
            6 => [("body:model", other)],
            _ => [("header:X-Tenant-Id", other), ("query:format", "pdf")],
        };
        return PolicyOf(other, tests);
    }

    private static Policy PolicyOf(string id, params (string Dimension, string Value)[] tests) => new()
    {
        Id = id,
        Scope = new Scope(tests.Select(t => new DimensionTest(t.Dimension, TestOperator.Equal, t.Value))),
        Action = PolicyAction.Break,
        Mode = PolicyMode.Enforce,
        Origin = PolicyOrigin.Learned,
    };

    private static PolicyGate GateWith(IEnumerable<Policy> policies)
    {
        var services = ModuleServices.Create()
            .AddSingleton<ICircuitBreakerFactory, OpenBreaker>()
            .AddLimiting()
            .AddGate()
            .BuildServiceProvider();
        var snapshots = services.GetRequiredService<PolicySnapshotSource>();
        var set = new PolicySet(1, [.. policies.Select(p => new StoredPolicy(p, 1, null))]);
        snapshots.Swap(services.GetRequiredService<PolicySnapshotBuilder>().TryBuild(set, snapshots.Current, out var problem)
            ?? throw new InvalidOperationException(problem));
        return services.GetRequiredService<PolicyGate>();
    }

    private sealed class OpenBreaker : ICircuitBreaker, ICircuitBreakerFactory
    {
        public ICircuitBreaker Create(Policy policy) => this;

        public BreakerDecision TryAcquire(ulong voter) => new(null, BreakerState.Open, PolicyRole.Refused, TimeSpan.FromSeconds(5));

        public void RecordSuccess(ulong voter)
        {
        }

        public void RecordFailure(ulong voter)
        {
        }

        public BreakerStatus GetState() => new(BreakerState.Open, 0, TimeSpan.FromSeconds(5), default);

        public void Isolate()
        {
        }

        public void EndIsolation()
        {
        }
    }
}
