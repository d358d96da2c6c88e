using System.Runtime.CompilerServices;
using Gateway.Modules.Embedding;
using Gateway.Modules.Shared.Options;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Embedding;

public sealed class EmbedderWorkerTests
{
    [Test]
    public async Task Run_MixedSamples_PassesThemOnEmbeddingEachTextOnce()
    {
        var service = new StubEmbeddingService(text => [text.Length, 0]);
        var taken = await RunAsync(
            new ListBus([Samples.Failure(1, "a"), Samples.Success(2), Samples.Failure(3, "bb"), Samples.Failure(4, "a")]), service, 4);
        Assert.Multiple(() =>
        {
            Assert.That(taken.Select(item => item.Sample.EventId), Is.EquivalentTo(new[] { "1", "2", "3", "4" }));
            Assert.That(taken.OrderBy(item => item.Sample.EventId).Select(item => item.Embedding?.Vector.Span[0]),
                Is.EqualTo(new float?[] { 1, null, 2, 1 }));
            Assert.That(service.Asked, Is.EqualTo(new[] { "a", "bb" }));
        });
    }

    [Test]
    public async Task Run_SlowAnswer_GoesOnWithoutTheModel()
    {
        var service = new StubEmbeddingService(_ => [1, 0]);
        var slow = Samples.Success(1) with
        {
            Outcome = RequestOutcome.Slow,
            Error = Samples.Error("slow answers of orders", GuardKeys.Slow),
        };
        var taken = await RunAsync(new ListBus([slow]), service, 1);
        Assert.That((taken.Single().Embedding, taken.Single().IsDeferred), Is.EqualTo(((EmbeddingVector?)null, false)));
        Assert.That(service.Asked, Is.Empty);
    }

    [Test]
    public async Task Run_EventTwice_PassesItOnOnce()
    {
        var taken = await RunAsync(
            new ListBus([Samples.Failure(1, "a"), Samples.Failure(1, "a"), Samples.Success(2)]), new StubEmbeddingService(_ => [1, 0]), 2);
        Assert.That(taken.Select(item => item.Sample.EventId), Is.EqualTo(new[] { "1", "2" }));
    }

    [Test]
    public async Task Run_NoModel_PassesErrorsOnWithoutVector()
    {
        var taken = await RunAsync(new ListBus([Samples.Failure(1, "a")]), new StubEmbeddingService(_ => null), 1);
        Assert.That(taken.Single().Embedding, Is.Null);
    }

    [Test]
    public async Task Run_ModelUnavailable_PassesAllErrorsOnAtOnceWithoutVector()
    {
        var service = new StubEmbeddingService(_ => null) { State = ModelState.Unavailable };
        var taken = await RunAsync(new ListBus([.. Enumerable.Range(0, 100).Select(i => Samples.Failure(i, $"t{i}"))]), service, 100);
        Assert.That(taken.Select(item => (item.Embedding, item.IsDeferred)), Is.All.EqualTo(((EmbeddingVector?)null, false)));
    }

    [Test]
    public async Task Run_TextThatHasNoVector_IsAskedForOnce()
    {
        var service = new StubEmbeddingService(_ => null);
        var taken = await RunAsync(new ListBus([Samples.Failure(1, "a"), Samples.Failure(2, "a"), Samples.Failure(3, "a")]), service, 3);
        Assert.Multiple(() =>
        {
            Assert.That(taken.Select(item => item.IsDeferred), Is.All.False);
            Assert.That(service.Asked, Is.EqualTo(new[] { "a" }));
        });
    }

    /// <summary>One client that fails with ever new texts does not make the others wait until all of its own are embedded.</summary>
    [Test]
    public async Task Run_OneVoterFloodsWithNewTexts_AnothersTextIsAmongTheNext()
    {
        const int Flood = 200;
        var service = new StubEmbeddingService(_ => [1, 0]);
        OutcomeSample[] samples =
        [
            .. Enumerable.Range(0, Flood).Select(i => Samples.Failure(i, $"made up {i}", "flood")),
            Samples.Failure(Flood, "what the other one says", "quiet"),
        ];
        await RunAsync(new ListBus(samples) { AllAtOnce = true }, service, Flood + 1);
        var before = service.Asked.ToList().IndexOf("what the other one says");
        Assert.That((before >= 0, before < service.Asked.Count / 4), Is.EqualTo((true, true)), $"after {before} of {service.Asked.Count}");
    }

    [Test]
    public async Task Run_OneSampleFails_GoesOn()
    {
        var service = new StubEmbeddingService(text => text == "bad" ? throw new InvalidOperationException("bad") : [1, 0]);
        var taken = await RunAsync(new ListBus([Samples.Failure(1, "bad"), Samples.Failure(2, "good")]), service, 1);
        Assert.That(taken.Single().Sample.EventId, Is.EqualTo("2"));
    }

    [Test]
    public async Task Run_FreshText_IsWordedOnceAndCarriesTheWording()
    {
        var wording = new CountingWording();
        var taken = await RunAsync(
            new ListBus([Samples.Failure(1, "disk full"), Samples.Failure(2, "disk full")]),
            new StubEmbeddingService(_ => [1, 0]), 2, wording);

        Assert.That(
            taken.Select(t => t.Wording?.Embedded), Is.EqualTo(new[] { "worded disk full", null }), "the second one's vector was at hand");
        Assert.That(wording.Calls, Is.EqualTo(1));
    }

    [Test]
    public async Task Run_BusBreaksOnce_ReadsAgain()
    {
        var taken = await RunAsync(new ListBus([Samples.Success(1)]) { Failures = 1 }, new StubEmbeddingService(_ => [1, 0]), 1);
        Assert.That(taken.Single().Sample.EventId, Is.EqualTo("1"));
    }

    private static async Task<List<EmbeddedSample>> RunAsync(
        ListBus bus, IEmbeddingService service, int expected, CountingWording? counting = null)
    {
        var wording = counting ?? new CountingWording();
        var inbox = new Inbox<EmbeddedSample>(16);
        var time = new FakeTimeProvider();
        var breaks = bus.Failures > 0;
        var options = new FixedOptions();
        using var worker = new EmbedderWorker(
            bus,
            service,
            wording,
            inbox,
            new EmbeddingMetrics(Metering.CreateFactory()),
            options.Section<EmbeddingOptions>(),
            options.Section<PoliciesOptions>(),
            time,
            new FakeLogger<EmbedderWorker>());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await worker.StartAsync(limit.Token);
        var taken = new List<EmbeddedSample>();
        while (taken.Count < expected)
        {
            time.Advance(breaks ? TimeSpan.FromSeconds(1) : TimeSpan.Zero);
            if (inbox.Reader.TryRead(out var item))
            {
                taken.Add(item);
            }

            await Task.Delay(1, limit.Token);
        }

        // Whatever else were to come has come by now: the bus has nothing left.
        await bus.Drained.WaitAsync(limit.Token);
        await worker.StopAsync(limit.Token);
        while (inbox.Reader.TryRead(out var item))
        {
            taken.Add(item);
        }

        return taken;
    }

    private sealed class CountingWording : IErrorWording
    {
        public int Calls { get; private set; }

        public ErrorWordingText Of(string masked)
        {
            Calls++;
            return new($"worded {masked}", masked, masked, "");
        }
    }

    private sealed class ListBus(OutcomeSample[] samples) : IEventBus
    {
        private readonly TaskCompletionSource _drained = new();

        public int Failures { get; set; }

        /// <summary>Whether all is there from the start.</summary>
        public bool AllAtOnce { get; init; }

        public Task Drained => _drained.Task;

        public string Name => "list";

        public bool Connected => true;

        public ValueTask<bool> PublishAsync(OutcomeSample sample, CancellationToken cancellationToken) => throw new NotSupportedException();

        public async IAsyncEnumerable<OutcomeSample> ConsumeAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            if (Failures-- > 0)
            {
                throw new IOException("the bus is gone");
            }

            foreach (var sample in samples)
            {
                if (!AllAtOnce)
                {
                    await Task.Yield();
                }

                yield return sample;
            }

            _drained.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }
}
