using Gateway.Modules.Clustering.Grams;
namespace Gateway.Modules.Clustering.Causes;

/// <summary>
/// What the logistic heads look at, in the order in which their weights are stored: a new one goes to the end, and the heads are learned
/// anew.
/// </summary>
internal enum CauseSignal
{
    /// <summary>The likeliest cause's joint probability.</summary>
    TopProbability,

    /// <summary>What it has over the second.</summary>
    Margin,

    /// <summary>Its log-odds.</summary>
    TopLogOdds,

    /// <summary>Its probability by the vector alone.</summary>
    VectorProbability,

    /// <summary>Its probability by the grams alone.</summary>
    GramProbability,

    /// <summary>The log of the former.</summary>
    VectorLogProbability,

    /// <summary>The log of the latter.</summary>
    GramLogProbability,

    /// <summary>1 where the vector alone has the same favourite.</summary>
    VectorAgrees,

    /// <summary>1 where the grams alone have.</summary>
    GramsAgree,

    /// <summary>Cosine of the cause's nearest wording in the adapted space.</summary>
    VectorNearest,

    /// <summary>Mean cosine of its wordings.</summary>
    VectorMean,

    /// <summary>Square of the nearest one's.</summary>
    VectorNearestSquared,

    /// <summary>How much nearer its nearest wording is than the second cause's.</summary>
    VectorLead,

    /// <summary>The same three by grams.</summary>
    GramsNearest,

    GramsNearestSquared,

    GramsLead,

    /// <summary>Log of the summed exponential scores: low where the text is like nothing that was learned.</summary>
    GramEnergy,

    VectorEnergy,

    /// <summary>Share of grams that were never learned.</summary>
    UnknownGramShare,

    /// <summary>Log of the number of words.</summary>
    Words,

    /// <summary>Which model read the text.</summary>
    Language,

    /// <summary>Share of the text's grams that the cause's wordings have, by <see cref="CauseVocabulary"/>.</summary>
    SeenOnce,

    /// <summary>Share that two of them have.</summary>
    SeenTwice,

    /// <summary>The same two of whole words.</summary>
    WordsSeenOnce,

    WordsSeenTwice,

    /// <summary>The rarest word that the cause does not have.</summary>
    Strangest,

    /// <summary>What the cause accounts for over the second.</summary>
    SeenOnceLead,

    WordsSeenOnceLead,

    /// <summary>Share of words that were never learned.</summary>
    UnknownWordShare,

    /// <summary>Words seen twice times the nearest cosine.</summary>
    WordsByNearest,

    /// <summary>How usual the status is for the cause.</summary>
    StatusShare,

    /// <summary>Its log.</summary>
    StatusLog,

    /// <summary>How usual its hundred is.</summary>
    StatusClassShare,

    /// <summary>
    /// How much of the text the wordings rebuild together, by <see cref="CauseReach"/>, asking for an exact, a near and a loose likeness.
    /// </summary>
    ReachExact,

    ReachNear,

    ReachLoose,

    /// <summary>How much of the explanation of the text's codes the cause speaks of.</summary>
    ExplainedShare,

    /// <summary>1 where there was one.</summary>
    IsExplained,
}
