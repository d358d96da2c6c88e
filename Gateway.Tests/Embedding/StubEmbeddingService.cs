namespace Gateway.Tests.Embedding;

/// <summary>Vectors as a test says; remembers what it was asked.</summary>
internal sealed class StubEmbeddingService(Func<string, float[]?> embed) : IEmbeddingService
{
    public List<string> Asked { get; } = [];

    public string ModelId => "stub";

    public int Dimension => 2;

    public ModelState State { get; init; } = ModelState.Loaded;

    public string? Problem => State == ModelState.Loaded ? null : "model.onnx: must be there";

    public EmbeddingVector? Embed(string text)
    {
        Asked.Add(text);
        return embed(text) is { } vector ? new EmbeddingVector("stub:1", vector) : null;
    }
}
