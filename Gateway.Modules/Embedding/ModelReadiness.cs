namespace Gateway.Modules.Embedding;

internal sealed class ModelReadiness(IEmbeddingService service) : IReadinessPart
{
    public string Name => "model";

    public PartState GetState() => service.State == ModelState.Loaded
        ? new PartState("loaded", service.ModelId, Well: service.Problem is null, service.Problem)
        : new PartState("unavailable", service.ModelId, Well: false, service.Problem);
}
