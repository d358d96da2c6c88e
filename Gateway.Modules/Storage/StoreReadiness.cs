namespace Gateway.Modules.Storage;

internal sealed class StoreReadiness(IPolicyStore store) : IReadinessPart
{
    public string Name => "store";

    public PartState GetState() => store.Connected
        ? new("connected", store.Name, Well: true, Problem: null)
        : new("disconnected", store.Name, Well: false,
            "The policy store does not answer; policies run out and nothing is refused after that.");
}
