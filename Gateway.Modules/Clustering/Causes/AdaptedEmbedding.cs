namespace Gateway.Modules.Clustering.Causes;

/// <summary>An error's vector in the spaces in which it is looked at, each made once.</summary>
/// <param name="Raw">The model's own.</param>
/// <param name="Learned">Where distance means cause; null where nothing was learned for the model's space.</param>
/// <param name="Grouped">The one of the two by which errors are grouped, in a space of its own.</param>
internal sealed record AdaptedEmbedding(EmbeddingVector Raw, float[]? Learned, EmbeddingVector Grouped)
{
    /// <summary>Whether errors are grouped where distance means cause.</summary>
    public bool IsAdapted => Grouped.Space != Raw.Space;
}
