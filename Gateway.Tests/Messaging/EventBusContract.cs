namespace Gateway.Tests.Messaging;

/// <summary>
/// What every event bus promises: at least once, in order per upstream. Duplicates are harmless, so nothing here forbids them.
/// </summary>
public abstract class EventBusContract
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private CancellationTokenSource _end = null!;

    protected abstract IEventBus Create();

    [SetUp]
    public void Start() => _end = new CancellationTokenSource(Patience);

    [TearDown]
    public void End() => _end.Dispose();

    [Test]
    public async Task Publish_ManyWriters_EverySampleArrives()
    {
        await WithBus(async bus =>
        {
            var ids = Enumerable.Range(0, 400).Select(i => $"r-{i}").ToHashSet();
            var writing = Task.WhenAll(ids.Select(id => Task.Run(async () => await bus.PublishAsync(Sample(id), _end.Token))));
            await Read(bus, s => ids.Remove(s.EventId) && ids.Count == 0);
            Assert.That(await writing, Is.All.True);
            Assert.That(ids, Is.Empty);
        });
    }

    [Test]
    public async Task Consume_SamplesOfOneUpstream_ComeInOrder()
    {
        await WithBus(async bus =>
        {
            var writing = Task.WhenAll(new[] { "orders", "billing" }.Select(upstream => Task.Run(async () =>
            {
                for (var i = 0; i < 100; i++)
                {
                    await bus.PublishAsync(Sample($"{upstream}-{i}", upstream) with { Status = i }, _end.Token);
                }
            })));
            var seen = new Dictionary<string, List<int>> { ["orders"] = [], ["billing"] = [] };
            await Read(bus, s =>
            {
                seen[s.Upstream].Add(s.Status);
                return seen.Values.All(v => v.Contains(99));
            });
            await writing;

            // A repeated sample may come again; first sightings must be in order.
            Assert.That(seen["orders"].Distinct(), Is.EqualTo(Enumerable.Range(0, 100)));
            Assert.That(seen["billing"].Distinct(), Is.EqualTo(Enumerable.Range(0, 100)));
        });
    }

    [Test]
    public async Task Consume_Sample_ArrivesWhole()
    {
        await WithBus(async bus =>
        {
            await bus.PublishAsync(Samples.Full, _end.Token);
            OutcomeSample? read = null;
            await Read(bus, s => (read = s) is not null);
            Assert.That(read! with { Dimensions = [] }, Is.EqualTo(Samples.Full with { Dimensions = [] }));
            Assert.That(read.Dimensions, Is.EquivalentTo(Samples.Full.Dimensions));
        });
    }

    [Test]
    public async Task Consume_Cancelled_EndsQuietlyAndTheNextConsumerGetsTheRest()
    {
        await WithBus(async bus =>
        {
            var waiting = new CancellationTokenSource();
            var idle = Task.Run(async () =>
            {
                await foreach (var _ in bus.ConsumeAsync(waiting.Token))
                {
                }
            });
            await waiting.CancelAsync();
            await idle.WaitAsync(Patience);

            await bus.PublishAsync(Sample("a"), _end.Token);
            await bus.PublishAsync(Sample("b"), _end.Token);
            var stop = new CancellationTokenSource();
            await foreach (var sample in bus.ConsumeAsync(stop.Token))
            {
                Assert.That(sample.EventId, Is.EqualTo("a"));
                await stop.CancelAsync();
            }

            await Read(bus, s => s.EventId == "b");
        });
    }

    [Test]
    public async Task Publish_Cancelled_DoesNotHang()
    {
        await WithBus(async bus =>
        {
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            var writing = Task.Run(async () =>
            {
                // A bus may be full, or take what comes; either way the token ends the writer.
                while (!stop.IsCancellationRequested)
                {
                    await bus.PublishAsync(Sample("x"), stop.Token);
                }
            });
            await writing.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(Patience);
            Assert.That(writing.IsCompleted && !writing.IsFaulted, Is.True);
        });
    }

    protected static OutcomeSample Sample(string id, string upstream = "orders") => Samples.Full with { EventId = id, Upstream = upstream };

    private async Task WithBus(Func<IEventBus, Task> use)
    {
        var bus = Create();
        try
        {
            await use(bus);
        }
        finally
        {
            (bus as IDisposable)?.Dispose();
        }
    }

    /// <summary>Reads until the sample that is the last one expected.</summary>
    private async Task Read(IEventBus bus, Func<OutcomeSample, bool> isLast)
    {
        await foreach (var sample in bus.ConsumeAsync(_end.Token))
        {
            if (isLast(sample))
            {
                return;
            }
        }

        throw new AssertionException("The consumer ended before the expected sample came.");
    }
}
