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

namespace Gateway.Benchmarks;

/// <summary>What the gate costs each request. Yardstick: finding the path in a frozen dictionary of 100.</summary>
public class GateBenchmarks
{
    private const string RequestPath = "/api/orders/17";
    private const string OpenScope = "pdf";

    private FrozenDictionary<string, int> _paths = FrozenDictionary<string, int>.Empty;
    private RequestFacts _facts;
    private PolicyGate _none = null!;
    private PolicyGate _ten = null!;
    private PolicyGate _hundred = null!;
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
        _hundred = GateWith(Enumerable.Range(0, 100).Select(NotMatching));
        _open = GateWith([PolicyWith("p-open", OpenScope)]);
    }

    [Benchmark(Baseline = true)]
    public int FrozenLookup() => _paths.GetValueOrDefault(RequestPath);

    [Benchmark]
    public bool NoPolicy() => _none.Decide(in _facts).Policy is null;

    [Benchmark]
    public bool TenNotMatching() => _ten.Decide(in _facts).Policy is null;

    [Benchmark]
    public bool HundredNotMatching() => _hundred.Decide(in _facts).Policy is null;

    [Benchmark]
    public bool OneOpen() => _open.Decide(in _facts).Policy is null;

    private static Policy NotMatching(int i) =>
        PolicyWith(string.Create(CultureInfo.InvariantCulture, $"p-{i}"), string.Create(CultureInfo.InvariantCulture, $"format{i}"));

    private static Policy PolicyWith(string id, string format) => new()
    {
        Id = id,
        Scope = new Scope([
            new DimensionTest("route", TestOperator.Equal, "orders"),
            new DimensionTest("query:format", TestOperator.Equal, format),
        ]),
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
    }
}
