namespace Gateway.Training.Ablation;

/// <summary>What a set of rules makes of the corpus.</summary>
/// <param name="Stream">Distinct masked texts per template of the stream.</param>
/// <param name="Hard">The same on the real logs.</param>
/// <param name="Secrets">Secrets that survive.</param>
/// <param name="Dev">The masked texts of the labelled bodies.</param>
/// <param name="V">How well their groups fit their classes.</param>
/// <param name="TopCause">Share of them whose likeliest cause is right.</param>
/// <param name="Nanoseconds">Masking one of the hard lines, the best of several passes.</param>
/// <param name="Cost">That over what all rules need.</param>
internal sealed record AblationFigures(double Stream, double Hard, int Secrets, string[] Dev, double V, double TopCause,
    double Nanoseconds, double Cost);
