using Gateway.Modules.Breaking;
using Gateway.Modules.Limiting;
using Gateway.Modules.Proxy.Gate;
using Gateway.Modules.Proxy.Gate.Refusals;
using Gateway.Modules.Proxy.Gate.Snapshots;
using Gateway.Modules.Shared.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Proxy.Gate;

/// <summary>The gate as it is registered, with scripted breakers, fake time and policies that the test puts in force.</summary>
internal sealed class GateFixture : IDisposable
{
    private readonly ServiceProvider _services;
    private long _revision;
    private int _requests;

    public GateFixture(GatewayOptions? options = null, bool realBreakers = false)
    {
        Options = new FixedOptions(options ?? new GatewayOptions());
        var services = new ServiceCollection().AddLogging(l => l.AddProvider(Log)).AddGate();
        services.AddSingleton<IOptionsMonitor<GatewayOptions>>(Options).AddOptionSections();
        services.AddSingleton<TimeProvider>(Time);
        services.AddLimiting();
        if (realBreakers)
        {
            services.AddBreaking();
        }
        else
        {
            services.AddSingleton<ICircuitBreakerFactory>(Breakers);
        }

        _services = services.BuildServiceProvider();
        Gate = _services.GetRequiredService<PolicyGate>();
    }

    public FixedOptions Options { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public ScriptedBreakers Breakers { get; } = new();

    public FakeLoggerProvider Log { get; } = new();

    public PolicyGate Gate { get; }

    public IKillSwitch KillSwitch => _services.GetRequiredService<IKillSwitch>();

    public ILivePolicies Live => _services.GetRequiredService<ILivePolicies>();

    public RefusalWriter Refusals => _services.GetRequiredService<RefusalWriter>();

    public PolicySnapshotSource Snapshots => _services.GetRequiredService<PolicySnapshotSource>();

    public PolicySnapshotBuilder Builder => _services.GetRequiredService<PolicySnapshotBuilder>();

    public static Policy Policy(string id, string scope = "query:q=x", PolicyAction action = PolicyAction.Break,
        PolicyMode mode = PolicyMode.Enforce) => new()
        {
            Id = id,
            Scope = Requests.Scope(scope),
            Action = action,
            Mode = mode,
            Origin = PolicyOrigin.Learned,
            Clusters = [new ClusterReference("c-7", "database deadlock", ErrorKind.DataConflict)],
        };

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public void Put(params Policy[] policies) => Put(policies, null);

    public void Put(IEnumerable<Policy> policies, TimeSpan? remaining)
    {
        var set = new PolicySet(++_revision, [.. policies.Select(p => new StoredPolicy(p, _revision, remaining))]);
        Snapshots.Swap(Builder.TryBuild(set, Snapshots.Current, out var problem) ?? throw new AssertionException(problem ?? "no snapshot"));
    }

    public GateDecision Decide(string query = "?q=x") => Gate.Decide(Requests.Facts(query, principalKey: $"key-{++_requests % 3}"));

    public void Dispose() => _services.Dispose();
}
