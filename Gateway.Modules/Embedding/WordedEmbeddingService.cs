namespace Gateway.Modules.Embedding;

/// <summary>Embeds the wording of a text instead of the text itself; all else is the model's.</summary>
internal sealed class WordedEmbeddingService(OnnxEmbeddingService model, IErrorWording wording) : IEmbeddingService
{
    public string ModelId => model.ModelId;

    public int Dimension => model.Dimension;

    public ModelState State => model.State;

    public string? Problem => model.Problem;

    public EmbeddingVector? Embed(string text) => Embed(text, wording.Of(text));

    /// <summary>The text's own writing chooses the model: what the lexicon adds is English.</summary>
    public EmbeddingVector? Embed(string text, in ErrorWordingText wording) =>
        model.Embed(wording.Embedded.Length > 0 ? wording.Embedded : text, Script.IsMostlyCjk(text));
}
