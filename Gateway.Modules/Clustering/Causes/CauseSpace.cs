namespace Gateway.Modules.Clustering;

/// <summary>What was learned in one model's space.</summary>
/// <param name="Wordings">Adapted vectors of the training wordings, one after the other, ordered by cause.</param>
/// <param name="Starts">Where each cause's wordings begin, and the end.</param>
internal sealed record CauseSpace(SpaceTransform Transform, LinearModel Model, float[] Wordings, int[] Starts);

/// <summary>The training wordings as tf-idf vectors, ordered by cause; entry i lies at <c>Bounds[i]..Bounds[i+1]</c>.</summary>
internal sealed record GramWordings(int[] Rows, float[] Values, int[] Bounds, int[] Starts);
