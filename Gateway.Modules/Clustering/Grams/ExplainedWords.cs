namespace Gateway.Modules.Clustering.Grams;

/// <summary>
/// The words that a cause's wordings use, the lexicon's explanations of their codes included. A code that means something else than
/// anything a cause speaks of is the mark of a stranger, however much the rest of the text resembles the cause.
/// </summary>
/// <param name="Rows">Rows of words and pairs of words in the gram table, ascending within each cause.</param>
/// <param name="Starts">Where each cause's rows begin, and the end of the last.</param>
internal sealed record ExplainedWords(int[] Rows, int[] Starts)
{
    /// <summary>
    /// Share of an explanation's words, by weight, that the cause uses; a word that no cause uses weighs as much as the rarest one. 1 where
    /// there is nothing to explain.
    /// </summary>
    public float ShareOf(string explanation, GramTable grams, int cause)
    {
        float used = 0, all = 0;
        foreach (var key in TextGrams.Count(explanation).Keys)
        {
            if (!TextGrams.IsWord(key))
            {
                continue;
            }

            var row = grams.RowOf(key);
            var weight = row < 0 ? grams.Rarest : grams.Idf[row];
            all += weight;
            used += row >= 0 && Array.BinarySearch(Rows, Starts[cause], Starts[cause + 1] - Starts[cause], row) >= 0 ? weight : 0;
        }

        return all > 0 ? used / all : 1;
    }
}
