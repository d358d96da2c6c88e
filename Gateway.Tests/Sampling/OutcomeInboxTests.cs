using Gateway.Modules.Sampling;
using Gateway.Modules.Shared.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Gateway.Tests.Sampling;

internal sealed class OutcomeInboxTests
{
    private ServiceProvider _services = null!;

    [SetUp]
    public void SetUp() => _services = new ServiceCollection().AddMetrics().AddSingleton<SamplingMetrics>().BuildServiceProvider();

    [TearDown]
    public void TearDown() => _services.Dispose();

    [Test]
    public void TryWrite_Full_ReturnsFalseDisposesTheBodyAndCounts()
    {
        using var collector = new MetricCollector<long>(
            _services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), "Gateway.Sampling", "gateway_sampler_dropped");
        var inbox = Inbox(16);
        for (var i = 0; i < 16; i++)
        {
            Assert.That(inbox.TryWrite(OutcomeRecords.Create()), Is.True);
        }

        var refused = OutcomeRecords.Failed("boom");
        Assert.Multiple(() =>
        {
            Assert.That(inbox.TryWrite(refused), Is.False);
            Assert.That(refused.Body!.Length, Is.Zero);
            Assert.That(inbox.Dropped, Is.EqualTo(1));
            Assert.That(collector.GetMeasurementSnapshot().Single().Tags["reason"], Is.EqualTo("inbox_full"));
        });
    }

    [Test]
    public void TryWrite_Warm_AllocatesNothing()
    {
        const int Calls = 10_000;
        var inbox = Inbox(Calls);
        var record = OutcomeRecords.Create();
        WriteAndDrain(inbox, in record, Calls);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
        {
            inbox.TryWrite(in record);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private OutcomeInbox Inbox(int size) => new(
        new FixedOptions(new GatewayOptions { Sampler = new SamplerOptions { BufferSize = size } }).Section<SamplerOptions>(),
        _services.GetRequiredService<SamplingMetrics>());

    private static void WriteAndDrain(OutcomeInbox inbox, in OutcomeRecord record, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            inbox.TryWrite(in record);
        }

        while (inbox.Reader.TryRead(out _))
        {
        }
    }
}
