namespace Gateway.Modules.Clustering.Causes;

/// <summary>What was learned in one model's space.</summary>
/// <param name="Wordings">Adapted vectors of the training wordings, one after the other, ordered by cause.</param>
/// <param name="Starts">Where each cause's wordings begin, and the end.</param>
internal sealed record CauseSpace(SpaceTransform Transform, LinearModel Model, float[] Wordings, int[] Starts);
