using Acme.Errors;
using Gateway.Modules.Storage;
using Gateway.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Extending;

/// <summary>The documented store keeps what every store promises.</summary>
public sealed class TableStoreTests : PolicyStoreContract
{
    private readonly ShiftedTime _time = new();

    /// <summary>Long beside whatever a busy machine takes for a call.</summary>
    protected override TimeSpan ShortLifetime => TimeSpan.FromMinutes(1);

    [Test]
    public void AddStorage_OwnStore_IsTheOneInUse()
    {
        using var services = new ServiceCollection()
            .AddSingleton<IPolicyStore>(new TableStore(_time))
            .AddStorage()
            .BuildServiceProvider();
        Assert.That(services.GetRequiredService<IPolicyStore>(), Is.TypeOf<TableStore>());
    }

    protected override IPolicyStore Create(int maxPolicies) => new TableStore(_time, maxPolicies);

    protected override Task PassAsync(TimeSpan time)
    {
        _time.Passed += time;
        return Task.CompletedTask;
    }

    /// <summary>The system's clock, put forward. Its timers are real: the store asks again and again.</summary>
    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Passed;
    }
}
