using Gateway.Modules.Shared.Options;
using Gateway.Modules.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Storage;

public sealed class InProcessPolicyStoreTests : PolicyStoreContract
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public async Task Timer_LifetimeEnds_TellsWatchersWithoutAnyCall()
    {
        using var store = (InProcessPolicyStore)Create(10);
        await store.CompareAndSetAsync(Policy("a", lifetime: TimeSpan.FromSeconds(3)), 0, default);
        await store.CompareAndSetAsync(Policy("b", lifetime: TimeSpan.FromSeconds(6)), 0, default);
        await using var watch = store.WatchAsync(default).GetAsyncEnumerator();
        await watch.MoveNextAsync();

        _time.Advance(TimeSpan.FromSeconds(3));
        await watch.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.That(watch.Current.Policies.Single().Policy.Id, Is.EqualTo("b"));

        _time.Advance(TimeSpan.FromSeconds(3));
        await watch.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.That(watch.Current.Policies, Is.Empty);
    }

    [Test]
    public async Task Lifetime_LongerThanATimerMayWait_StillEnds()
    {
        using var store = (InProcessPolicyStore)Create(10);
        await store.CompareAndSetAsync(Policy("a", lifetime: TimeSpan.FromDays(90)), 0, default);
        await using var watch = store.WatchAsync(default).GetAsyncEnumerator();
        await watch.MoveNextAsync();

        _time.Advance(TimeSpan.FromDays(89));
        Assert.That((await store.LoadAsync(default)).Policies, Has.Length.EqualTo(1));
        _time.Advance(TimeSpan.FromDays(1));
        await watch.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.That(watch.Current.Policies, Is.Empty);
    }

    protected override IPolicyStore Create(int maxPolicies) =>
        new InProcessPolicyStore(
            new FixedOptions(new GatewayOptions { Storage = new() { MaxPolicies = maxPolicies } }).Section<StorageOptions>(),
            _time);

    protected override Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }
}
