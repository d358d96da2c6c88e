using System.Numerics.Tensors;

namespace Acme.Errors;

#region readme

/// <summary>Texts that share runs of three letters are near. Needs no model.</summary>
public sealed class TrigramEmbedding : IEmbeddingService
{
    public string ModelId => "trigrams-1";

    public int Dimension => 512;

    public ModelState State => ModelState.Loaded;

    public string? Problem => null;

    public EmbeddingVector? Embed(string text)
    {
        var vector = new float[Dimension];
        for (var i = 0; i + 3 <= text.Length; i++)
        {
            vector[((((text[i] * 31) + text[i + 1]) * 31) + text[i + 2]) % Dimension]++;
        }

        var length = TensorPrimitives.Norm<float>(vector);
        TensorPrimitives.Divide(vector, Math.Max(length, 1), vector);
        return length > 0 ? new EmbeddingVector(ModelId, vector) : null;
    }
}

#endregion
