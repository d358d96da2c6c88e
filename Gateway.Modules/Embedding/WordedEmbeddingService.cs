namespace Gateway.Modules.Embedding;

/// <summary>Embeds the wording of a text instead of the text itself; all else is the model's.</summary>
internal sealed class WordedEmbeddingService(OnnxEmbeddingService model, IErrorWording wording) : IEmbeddingService
{
    public string ModelId => model.ModelId;

    public int Dimension => model.Dimension;

    public ModelState State => model.State;

    public string? Problem => model.Problem;

    public EmbeddingVector? Embed(string text)
    {
        var embedded = wording.Of(text).Embedded;
        // The text's own writing chooses the model: what the lexicon adds is English.
        return model.Embed(embedded.Length > 0 ? embedded : text, Script.IsMostlyCjk(text));
    }
}
