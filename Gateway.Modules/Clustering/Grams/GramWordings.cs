using System.Buffers;

namespace Gateway.Modules.Clustering.Grams;

/// <summary>
/// The training wordings as gram vectors, ordered by cause, with the status that servers send each with.
/// </summary>
/// <param name="Grams">How many grams there are: no row reaches it.</param>
/// <param name="Rows">The grams of all wordings, one after the other.</param>
/// <param name="Values">Their weights.</param>
/// <param name="Bounds">Where each wording's grams begin, and the end of the last.</param>
/// <param name="Starts">Where each cause's wordings begin, and the end of the last.</param>
/// <param name="Statuses">The HTTP status of each wording.</param>
internal sealed record GramWordings(int Grams, int[] Rows, float[] Values, int[] Bounds, int[] Starts, int[] Statuses)
{
    /// <summary>Weights of a smoothing that lets no single wording decide.</summary>
    private const float Half = 0.5f;

    /// <summary>Cosine of a text to each wording of a cause.</summary>
    public float[] SimilaritiesTo(GramVector text, int cause)
    {
        var dense = ArrayPool<float>.Shared.Rent(Grams);
        Array.Clear(dense, 0, Grams);
        for (var i = 0; i < text.Words; i++)
        {
            dense[text.Rows[i]] = text.Values[i];
        }

        var similarities = new float[Starts[cause + 1] - Starts[cause]];
        for (var i = 0; i < similarities.Length; i++)
        {
            similarities[i] = Dot(dense, Starts[cause] + i);
        }

        ArrayPool<float>.Shared.Return(dense);
        return similarities;
    }

    /// <summary>Cosines among the wordings of a cause, row by row.</summary>
    public double[][] SimilaritiesWithin(int cause)
    {
        var similarities = new double[Starts[cause + 1] - Starts[cause]][];
        var dense = new float[Grams];
        for (var i = 0; i < similarities.Length; i++)
        {
            var wording = Starts[cause] + i;
            Spread(wording, dense);
            similarities[i] = new double[similarities.Length];
            for (var j = 0; j <= i; j++)
            {
                similarities[i][j] = similarities[j][i] = Dot(dense, Starts[cause] + j);
            }

            Array.Clear(dense);
        }

        return similarities;
    }

    /// <summary>How usual a status is for a cause: the share of its wordings with that status, and with one of the same hundred.</summary>
    public (float Same, float Hundred) StatusShare(int cause, int status)
    {
        var (same, hundred, all) = (Half, Half, Starts[cause + 1] - Starts[cause]);
        for (var i = Starts[cause]; i < Starts[cause + 1]; i++)
        {
            same += Statuses[i] == status ? 1 : 0;
            hundred += Statuses[i] / 100 == status / 100 ? 1 : 0;
        }

        return (same / (all + 5), hundred / (all + 2));
    }

    private void Spread(int wording, float[] dense)
    {
        for (var i = Bounds[wording]; i < Bounds[wording + 1]; i++)
        {
            dense[Rows[i]] = Values[i];
        }
    }

    private float Dot(float[] dense, int wording)
    {
        var sum = 0f;
        for (var i = Bounds[wording]; i < Bounds[wording + 1]; i++)
        {
            sum += dense[Rows[i]] * Values[i];
        }

        return sum;
    }
}
