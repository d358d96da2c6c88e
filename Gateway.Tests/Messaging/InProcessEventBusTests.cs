using Gateway.Modules.Messaging;
using Gateway.Modules.Shared.Options;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Messaging;

public sealed class InProcessEventBusTests : EventBusContract
{
    [Test]
    public async Task Publish_FullBus_WaitsUntilThereIsRoom()
    {
        var bus = Create();
        for (var i = 0; i < 16; i++)
        {
            Assert.That(bus.PublishAsync(Sample($"{i}"), default).AsTask().IsCompletedSuccessfully, Is.True);
        }

        var waiting = bus.PublishAsync(Sample("16"), default).AsTask();
        Assert.That(waiting.IsCompleted, Is.False);

        await using var consumer = bus.ConsumeAsync(default).GetAsyncEnumerator();
        await consumer.MoveNextAsync();
        Assert.That(await waiting.WaitAsync(TimeSpan.FromSeconds(20)), Is.True);
        for (var i = 1; i <= 16; i++)
        {
            await consumer.MoveNextAsync();
        }

        Assert.That(consumer.Current.EventId, Is.EqualTo("16"));
    }

    [Test]
    public async Task AddMessaging_Bus_ShowsInReadiness()
    {
        await using var provider = new ServiceCollection()
            .AddFixedOptions()
            .AddMessaging()
            .BuildServiceProvider();
        var part = provider.GetServices<IReadinessPart>().Single();
        Assert.That((part.Name, part.GetState()), Is.EqualTo(("bus", new PartState("connected", "in-process", true, null))));
    }

    protected override IEventBus Create() => new InProcessEventBus(
        new FixedOptions(new GatewayOptions { Kafka = new() { BufferSize = 16 } }).Section<KafkaOptions>());
}
