using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Gateway.Modules.Proxy.Gate.Snapshots;
using Microsoft.Extensions.Logging;
using static Gateway.Tests.Proxy.Gate.GateFixture;

namespace Gateway.Tests.Proxy.Gate;

public sealed class PolicyPublisherTests
{
    private GateFixture _gate = null!;
    private WatchedStore _store = null!;
    private PolicyPublisher _publisher = null!;

    [SetUp]
    public async Task SetUp()
    {
        _gate = new GateFixture();
        _store = new WatchedStore();
        _publisher = new PolicyPublisher(_store, _gate.Builder, _gate.Snapshots, _gate.Time, _gate.Get<ILogger<PolicyPublisher>>());
        await _publisher.StartAsync(CancellationToken.None);
    }

    [TearDown]
    public async Task TearDown()
    {
        await _publisher.StopAsync(CancellationToken.None);
        _publisher.Dispose();
        _store.Dispose();
        _gate.Dispose();
    }

    [Test]
    public async Task Watch_NewSet_IsInForce()
    {
        await Publish(5, Stored(Policy("p-1")));
        Assert.That(_gate.Live.Revision, Is.EqualTo(5));
        Assert.That(_gate.Decide().Refused, Is.True);
    }

    [Test]
    public async Task Watch_EqualSet_IsSkipped()
    {
        await Publish(5, Stored(Policy("p-1")));
        var before = _gate.Snapshots.Current;
        await Publish(5, Stored(Policy("p-1"), remaining: TimeSpan.FromSeconds(3)));
        Assert.That(_gate.Snapshots.Current, Is.SameAs(before));
    }

    [Test]
    public async Task Watch_RenewedEvidence_KeepsBreakerAndCounters()
    {
        await Publish(5, Stored(Policy("p-1")));
        _gate.Decide();
        var renewed = Policy("p-1") with { Evidence = new Evidence(2, 50, 50, 0.9, 100, 1, 5, new HoldOutCounts(1, 1)) };
        await Publish(6, Stored(renewed, revision: 2));
        var view = _gate.Live.GetAll()[0];
        Assert.Multiple(() =>
        {
            Assert.That(_gate.Breakers.Created, Is.EqualTo(1));
            Assert.That(view.Counts.Refused, Is.EqualTo(1));
            Assert.That(view.Revision, Is.EqualTo(2));
            Assert.That(view.Policy.Evidence, Is.Not.Null);
        });
    }

    [TestCase("scope")]
    [TestCase("deleted and made anew")]
    public async Task Watch_AnotherPolicyOfTheSameName_StartsAfresh(string change)
    {
        await Publish(5, Stored(Policy("p-1"), revision: 3));
        _gate.Decide();
        await Publish(6, change == "scope" ? Stored(Policy("p-1", "query:q=y"), revision: 4) : Stored(Policy("p-1"), revision: 1));
        Assert.That((_gate.Breakers.Created, _gate.Live.GetAll()[0].Counts.Refused), Is.EqualTo((2, 0)));
    }

    [Test]
    public async Task Watch_OneBadPolicy_RefusesTheWholeSetAndSaysSo()
    {
        await Publish(5, Stored(Policy("p-1")));
        await Publish(6, Stored(Policy("p-2", "query:q=y")), Stored(Policy("p-3", "colour=red")));
        Assert.That(_gate.Live.GetAll().Select(p => p.Policy.Id), Is.EqualTo(new[] { "p-1" }));
        Assert.That(_gate.Log.Collector.LatestRecord.Message, Does.Contain("p-3").And.Contain("colour"));
        await Publish(7, Stored(Policy("p-2", "query:q=y")));
        Assert.That(_gate.Live.GetAll().Select(p => p.Policy.Id), Is.EqualTo(new[] { "p-2" }));
    }

    [Test]
    public async Task Watch_PolicyTwice_RefusesTheSet()
    {
        await Publish(5, Stored(Policy("p-1")), Stored(Policy("p-1")));
        Assert.That(_gate.Live.GetAll(), Is.Empty);
    }

    [Test]
    public async Task Watch_StoreFails_KeepsPoliciesUntilTheyExpireAndWatchesAgain()
    {
        await Publish(5, Stored(Policy("p-1"), remaining: TimeSpan.FromSeconds(60)));
        await _store.FailAsync();
        Assert.That(_gate.Decide().Refused, Is.True);
        await AdvanceUntil(() => _store.Watches == 2);
        await Publish(6, Stored(Policy("p-2", "query:q=y")));
        Assert.That(_gate.Live.Revision, Is.EqualTo(6));
        await _store.FailAsync();
        _gate.Put([Policy("p-1")], TimeSpan.FromSeconds(60));
        _gate.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.That(_gate.Decide().Refused, Is.False);
    }

    private static StoredPolicy Stored(Policy policy, long revision = 1, TimeSpan? remaining = null) => new(policy, revision, remaining);

    private Task Publish(long revision, params ImmutableArray<StoredPolicy> policies) =>
        _store.SendAsync(new PolicySet(revision, policies));

    /// <summary>Fake time has to move after the publisher has begun to wait, which the test cannot see.</summary>
    private async Task AdvanceUntil(Func<bool> reached)
    {
        for (var i = 0; i < 500 && !reached(); i++)
        {
            _gate.Time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Delay(10);
        }

        Assert.That(reached(), Is.True);
    }

    /// <summary>A store whose watch yields what the test sends; a send is over when the reader asks for more.</summary>
    private sealed class WatchedStore : IPolicyStore, IDisposable
    {
        private readonly Channel<PolicySet?> _sets = Channel.CreateUnbounded<PolicySet?>();
        private readonly SemaphoreSlim _taken = new(0);

        public int Watches { get; private set; }

        public string Name => "watched";

        public bool Connected => true;

        public void Dispose() => _taken.Dispose();

        public async Task SendAsync(PolicySet set)
        {
            _sets.Writer.TryWrite(set);
            Assert.That(await _taken.WaitAsync(TimeSpan.FromSeconds(20)), Is.True);
        }

        public async Task FailAsync()
        {
            _sets.Writer.TryWrite(null);
            Assert.That(await _taken.WaitAsync(TimeSpan.FromSeconds(20)), Is.True);
        }

        public async IAsyncEnumerable<PolicySet> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Watches++;
            await foreach (var set in _sets.Reader.ReadAllAsync(cancellationToken))
            {
                if (set is null)
                {
                    _taken.Release();
                    throw new IOException("gone");
                }

                yield return set;
                _taken.Release();
            }
        }

        public ValueTask<PolicySet> LoadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<StoreResult> CompareAndSetAsync(Policy policy, long expectedRevision, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<StoreResult> DeleteAsync(string id, long expectedRevision, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
