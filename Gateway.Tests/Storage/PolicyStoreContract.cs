namespace Gateway.Tests.Storage;

/// <summary>
/// What every policy store promises. A subclass makes an empty store and lets time pass for it: by a fake clock, or by waiting where the
/// clock is a server's.
/// </summary>
public abstract class PolicyStoreContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private CancellationTokenSource _end = null!;
    private IPolicyStore _store = null!;

    /// <summary>A lifetime long enough for the store's own granularity.</summary>
    protected virtual TimeSpan ShortLifetime => TimeSpan.FromSeconds(5);

    protected abstract IPolicyStore Create(int maxPolicies);

    protected abstract Task PassAsync(TimeSpan time);

    [SetUp]
    public void Start()
    {
        _end = new CancellationTokenSource(Patience);
        _store = Create(maxPolicies: 100);
    }

    [TearDown]
    public void End()
    {
        (_store as IDisposable)?.Dispose();
        _end.Dispose();
    }

    [Test]
    public async Task Load_Empty_HasNoPolicies()
    {
        Assert.That((await _store.LoadAsync(_end.Token)).Policies, Is.Empty);
    }

    [Test]
    public async Task CompareAndSet_NewPolicy_IsStoredAtRevisionOne()
    {
        var result = await _store.CompareAndSetAsync(Policy("a"), 0, _end.Token);
        var set = await _store.LoadAsync(_end.Token);
        Assert.That(result.Conflict, Is.False);
        Assert.That(result.Stored!.Revision, Is.EqualTo(1));
        Assert.That(set.Policies.Single().Policy, Is.EqualTo(result.Stored.Policy));
        Assert.That(set.Policies.Single().RemainingLifetime, Is.Null);
    }

    [Test]
    public async Task CompareAndSet_KnownRevision_ReplacesAndCountsOn()
    {
        await _store.CompareAndSetAsync(Policy("a"), 0, _end.Token);
        var result = await _store.CompareAndSetAsync(Policy("a", PolicyMode.Shadow), 1, _end.Token);
        var stored = (await _store.LoadAsync(_end.Token)).Policies.Single();
        Assert.That(result.Stored!.Revision, Is.EqualTo(2));
        Assert.That(stored.Revision, Is.EqualTo(2));
        Assert.That(stored.Policy.Mode, Is.EqualTo(PolicyMode.Shadow));
    }

    [Test]
    public async Task CompareAndSet_StaleRevision_ChangesNothingAndNamesTheCurrentOne()
    {
        await _store.CompareAndSetAsync(Policy("a"), 0, _end.Token);
        await _store.CompareAndSetAsync(Policy("a"), 1, _end.Token);
        var result = await _store.CompareAndSetAsync(Policy("a", PolicyMode.Disabled), 1, _end.Token);
        var stored = (await _store.LoadAsync(_end.Token)).Policies.Single();
        Assert.That(result.Conflict, Is.True);
        Assert.That(result.Current, Is.EqualTo(2));
        Assert.That(result.Stored, Is.Null);
        Assert.That(stored.Policy.Mode, Is.EqualTo(PolicyMode.Enforce));
    }

    [TestCase(0, 1)]
    [TestCase(3, 0)]
    public async Task CompareAndSet_WrongIdeaOfExistence_Conflicts(long expected, long current)
    {
        if (current > 0)
        {
            await _store.CompareAndSetAsync(Policy("a"), 0, _end.Token);
        }

        var result = await _store.CompareAndSetAsync(Policy("a"), expected, _end.Token);
        Assert.That(result.Current, Is.EqualTo(current));
    }

    [Test]
    public async Task CompareAndSet_ManyWritersOfOneRevision_ExactlyOneWins()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 16)
            .Select(_ => Task.Run(async () => await _store.CompareAndSetAsync(Policy("a"), 0, _end.Token))));
        Assert.That(results.Count(r => r.Stored is not null), Is.EqualTo(1));
        Assert.That(results.Count(r => r.Conflict), Is.EqualTo(15));
    }

    [Test]
    public async Task CompareAndSet_FullStore_SaysSoAndKeepsWhatItHas()
    {
        (_store as IDisposable)?.Dispose();
        _store = Create(maxPolicies: 2);
        await _store.CompareAndSetAsync(Policy("a"), 0, _end.Token);
        await _store.CompareAndSetAsync(Policy("b"), 0, _end.Token);
        var refused = await _store.CompareAndSetAsync(Policy("c"), 0, _end.Token);
        var replaced = await _store.CompareAndSetAsync(Policy("b", PolicyMode.Shadow), 1, _end.Token);
        Assert.That(refused.Full, Is.True);
        Assert.That(refused.Stored, Is.Null);
        Assert.That(replaced.Stored, Is.Not.Null, "a policy that is there can still change");
        Assert.That((await _store.LoadAsync(_end.Token)).Policies.Select(p => p.Policy.Id), Is.EquivalentTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task Delete_KnownRevision_RemovesAndMakesRoomForANewOne()
    {
        await _store.CompareAndSetAsync(Policy("a"), 0, _end.Token);
        var result = await _store.DeleteAsync("a", 1, _end.Token);
        Assert.That(result.Conflict, Is.False);
        Assert.That((await _store.LoadAsync(_end.Token)).Policies, Is.Empty);
        Assert.That((await _store.CompareAndSetAsync(Policy("a"), 0, _end.Token)).Stored, Is.Not.Null);
    }

    [Test]
    public async Task Delete_StaleRevision_KeepsThePolicy()
    {
        await _store.CompareAndSetAsync(Policy("a"), 0, _end.Token);
        await _store.CompareAndSetAsync(Policy("a"), 1, _end.Token);
        var result = await _store.DeleteAsync("a", 1, _end.Token);
        Assert.That(result.Current, Is.EqualTo(2));
        Assert.That((await _store.LoadAsync(_end.Token)).Policies, Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Revision_EachChange_Grows()
    {
        var empty = await _store.LoadAsync(_end.Token);
        await _store.CompareAndSetAsync(Policy("a"), 0, _end.Token);
        var written = await _store.LoadAsync(_end.Token);
        await _store.CompareAndSetAsync(Policy("a"), 7, _end.Token);
        var refused = await _store.LoadAsync(_end.Token);
        await _store.DeleteAsync("a", 1, _end.Token);
        var deleted = await _store.LoadAsync(_end.Token);
        Assert.That(written.Revision, Is.GreaterThan(empty.Revision));
        Assert.That(refused.Revision, Is.EqualTo(written.Revision));
        Assert.That(deleted.Revision, Is.GreaterThan(written.Revision));
    }

    [Test]
    public async Task Lifetime_RunsOut_PolicyIsGoneForEveryReader()
    {
        await _store.CompareAndSetAsync(Policy("a", lifetime: ShortLifetime), 0, _end.Token);
        await _store.CompareAndSetAsync(Policy("b"), 0, _end.Token);
        await PassAsync(ShortLifetime * 2);
        Assert.That((await _store.LoadAsync(_end.Token)).Policies.Select(p => p.Policy.Id), Is.EqualTo(new[] { "b" }));
        Assert.That((await _store.CompareAndSetAsync(Policy("a"), 1, _end.Token)).Current, Is.Zero);
    }

    [Test]
    public async Task Lifetime_Passing_IsReadAsWhatIsLeft()
    {
        await _store.CompareAndSetAsync(Policy("a", lifetime: ShortLifetime * 10), 0, _end.Token);
        await PassAsync(ShortLifetime);
        var left = (await _store.LoadAsync(_end.Token)).Policies.Single().RemainingLifetime;
        Assert.That(left, Is.LessThanOrEqualTo(ShortLifetime * 9).And.GreaterThan(ShortLifetime * 5));
    }

    [Test]
    public async Task Lifetime_WrittenAgain_StartsAnew()
    {
        await _store.CompareAndSetAsync(Policy("a", lifetime: ShortLifetime * 2), 0, _end.Token);
        await PassAsync(ShortLifetime * 1.5);
        await _store.CompareAndSetAsync(Policy("a", lifetime: ShortLifetime * 2), 1, _end.Token);
        await PassAsync(ShortLifetime);
        Assert.That((await _store.LoadAsync(_end.Token)).Policies, Has.Length.EqualTo(1));
    }

    [Test]
    public async Task Watch_Start_GivesTheCurrentSetAtOnce()
    {
        await _store.CompareAndSetAsync(Policy("a"), 0, _end.Token);
        await using var watch = _store.WatchAsync(_end.Token).GetAsyncEnumerator();
        Assert.That(await watch.MoveNextAsync(), Is.True);
        Assert.That(watch.Current.Policies.Single().Policy.Id, Is.EqualTo("a"));
    }

    [Test]
    public async Task Watch_EveryKindOfChange_ReachesEveryWatcher()
    {
        await using var first = _store.WatchAsync(_end.Token).GetAsyncEnumerator();
        await using var second = _store.WatchAsync(_end.Token).GetAsyncEnumerator();
        await Until(first, _ => true);
        await Until(second, _ => true);
        await _store.CompareAndSetAsync(Policy("a", lifetime: ShortLifetime), 0, _end.Token);
        await Until(first, s => Holds(s, "a"));
        await Until(second, s => Holds(s, "a"));
        await _store.CompareAndSetAsync(Policy("b"), 0, _end.Token);
        await Until(first, s => Holds(s, "b"));
        await _store.DeleteAsync("b", 1, _end.Token);
        await Until(first, s => !Holds(s, "b"));
        await PassAsync(ShortLifetime * 2);
        await Until(first, s => !Holds(s, "a"));
        await Until(second, s => !Holds(s, "a"));
    }

    [Test]
    public async Task Watch_SlowReader_SeesTheLatestSetAndHoldsNobodyUp()
    {
        await using var watch = _store.WatchAsync(_end.Token).GetAsyncEnumerator();
        await Until(watch, _ => true);
        for (var i = 0; i < 50; i++)
        {
            await _store.CompareAndSetAsync(Policy("a"), i, _end.Token);
        }

        var seen = await Until(watch, s => s.Policies.Any(p => p.Revision == 50));
        Assert.That(seen, Is.LessThanOrEqualTo(50));
    }

    [Test]
    public async Task Watch_Cancelled_EndsQuietly()
    {
        using var stop = new CancellationTokenSource();
        var sets = 0;
        var watching = Task.Run(async () =>
        {
            await foreach (var _ in _store.WatchAsync(stop.Token))
            {
                sets++;
                await stop.CancelAsync();
            }
        });
        await watching.WaitAsync(Patience);
        Assert.That(sets, Is.EqualTo(1));
    }

    [Test]
    public void Connected_Working_IsTrue()
    {
        Assert.That(_store.Connected, Is.True);
        Assert.That(_store.Name, Is.Not.Empty);
    }

    private protected static Policy Policy(string id, PolicyMode mode = PolicyMode.Enforce, TimeSpan? lifetime = null) => new()
    {
        Id = id,
        Scope = new Scope([new("query:mode", TestOperator.Equal, "slow")]),
        Action = PolicyAction.Break,
        Mode = mode,
        Origin = lifetime is null ? PolicyOrigin.Manual : PolicyOrigin.Learned,
        Lifetime = lifetime,
    };

    private static bool Holds(PolicySet set, string id) => set.Policies.Any(p => p.Policy.Id == id);

    /// <summary>Reads until a set is as expected; how many sets it took.</summary>
    private static async Task<int> Until(IAsyncEnumerator<PolicySet> watch, Func<PolicySet, bool> expected)
    {
        for (var read = 1; await watch.MoveNextAsync(); read++)
        {
            if (expected(watch.Current))
            {
                return read;
            }
        }

        throw new AssertionException("The watch ended before the expected set came.");
    }
}
