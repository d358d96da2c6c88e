namespace Gateway.Modules.Clustering.Grams;

/// <summary>
/// How much of a text each cause's own wordings can account for. A stranger that resembles a cause says something that none of that
/// cause's wordings says; the classifiers, which only weigh what speaks for which cause, do not notice.
/// </summary>
internal sealed class CauseVocabulary
{
    private readonly GramTable _grams;
    private readonly byte[][] _wordings;

    public CauseVocabulary(GramTable grams, GramWordings wordings)
    {
        _grams = grams;
        _wordings = new byte[wordings.Starts.Length - 1][];
        for (var cause = 0; cause < _wordings.Length; cause++)
        {
            var counts = _wordings[cause] = new byte[grams.Keys.Length];
            for (var i = wordings.Bounds[wordings.Starts[cause]]; i < wordings.Bounds[wordings.Starts[cause + 1]]; i++)
            {
                counts[wordings.Rows[i]] += counts[wordings.Rows[i]] < byte.MaxValue ? (byte)1 : (byte)0;
            }
        }
    }

    public Accounted AccountFor(GramVector text, int cause)
    {
        var counts = _wordings[cause];
        float once = 0, twice = 0, all = 0, word = 0, wordOnce = 0, wordTwice = 0, worst = 0;
        for (var i = 0; i < text.Words; i++)
        {
            var (row, weight) = (text.Rows[i], text.Values[i] * text.Values[i]);
            all += weight;
            once += counts[row] >= 1 ? weight : 0;
            twice += counts[row] >= 2 ? weight : 0;
            if (TextGrams.IsWord(_grams.Keys[row]))
            {
                word += weight;
                wordOnce += counts[row] >= 1 ? weight : 0;
                wordTwice += counts[row] >= 2 ? weight : 0;
                worst = counts[row] == 0 ? Math.Max(worst, _grams.Idf[row]) : worst;
            }
        }

        return new Accounted(Share(once, all), Share(twice, all), Share(wordOnce, word), Share(wordTwice, word), worst);
    }

    private static float Share(float part, float whole) => whole <= 0 ? 0 : part / whole;
}

/// <summary>Shares of a text's weight that occur in at least one or two wordings of a cause: of all grams, and of whole words.</summary>
/// <param name="Strangest">Inverse document frequency of the rarest known word that the cause never uses.</param>
internal readonly record struct Accounted(float Once, float Twice, float WordsOnce, float WordsTwice, float Strangest);
