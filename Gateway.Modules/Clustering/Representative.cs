namespace Gateway.Modules.Clustering;

/// <summary>A wording kept to show a cluster and to refine it.</summary>
/// <param name="Place">Where its vector may be compared; null without a vector.</param>
/// <param name="IsAdapted">Whether that space is an adapter's.</param>
/// <param name="Vector">In that space; empty without one.</param>
internal sealed record Representative(MaskedError Text, TableKey? Place, bool IsAdapted, ReadOnlyMemory<float> Vector);
