namespace Gateway.Modules.Messaging;

internal sealed class BusReadiness(IEventBus bus) : IReadinessPart
{
    public string Name => "bus";

    public PartState GetState() => bus.Connected
        ? new("connected", bus.Name, Well: true, Problem: null)
        : new("disconnected", bus.Name, Well: false, "The event bus does not answer; samples are dropped and nothing new is learned.");
}
