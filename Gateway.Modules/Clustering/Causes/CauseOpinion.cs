namespace Gateway.Modules.Clustering.Causes;

/// <summary>What a <see cref="CauseModel"/> thinks of one error.</summary>
internal sealed class CauseOpinion(int causes, int language)
{
    /// <summary>0 for Latin letters, 1 for Chinese.</summary>
    public int Language => language;

    /// <summary>Log probabilities.</summary>
    public float[] ByVector { get; } = new float[causes];

    /// <summary>Log probabilities.</summary>
    public float[] ByGrams { get; } = new float[causes];

    public float[] Joint { get; } = new float[causes];

    public int Top { get; private set; }

    public int Second { get; private set; }

    /// <summary>Cosine to the nearest training wording of the likeliest cause.</summary>
    public float Nearness { get; set; }

    /// <summary>Input of the logistic heads.</summary>
    public CauseSignals Signals { get; set; } = new();

    public void Rank()
    {
        (Top, Second) = Joint[0] >= Joint[1] ? (0, 1) : (1, 0);
        for (var i = 2; i < Joint.Length; i++)
        {
            if (Joint[i] > Joint[Top])
            {
                (Top, Second) = (i, Top);
            }
            else if (Joint[i] > Joint[Second])
            {
                Second = i;
            }
        }
    }
}

/// <summary>Logistic regression over a few signals; standardisation is folded into weights and bias.</summary>
internal sealed record LogisticHead(float[] Weights, float Bias)
{
    public float Probability(ReadOnlySpan<float> signals) => 1 / (1 + MathF.Exp(-Score(signals)));

    /// <summary>The logarithm of the odds.</summary>
    public float Score(ReadOnlySpan<float> signals)
    {
        var score = Bias;
        for (var i = 0; i < Weights.Length; i++)
        {
            score += Weights[i] * signals[i];
        }

        return score;
    }
}
