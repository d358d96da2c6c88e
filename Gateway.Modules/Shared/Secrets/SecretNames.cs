namespace Gateway.Modules.Shared.Secrets;

/// <summary>
/// Names whose values are secret or personal, told by their words (<see cref="SecretWords"/>): <c>apiKey</c> and <c>X-Auth-Token</c> are,
/// <c>keyword</c>, <c>author</c> and <c>max_tokens</c> are not. A parameter so named is never discovered as a dimension.
/// </summary>
public static class SecretNames
{
    /// <summary>A word written together is taken apart into so many known ones at most: <c>apikey</c>, <c>userphonenumber</c>.</summary>
    private const int MostParts = 3;
    private const int ShortestKnown = 2;
    private const int LongestTogether = 24;

    public static bool Matches(ReadOnlySpan<char> name, DimensionsOptions options)
    {
        foreach (var allowed in options.AllowedNames)
        {
            if (name.Equals(allowed, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        var words = NameParts.Of(name);
        return IsConfigured(words, options) || IsSecret(Apart(words));
    }

    private static bool IsConfigured(List<string> words, DimensionsOptions options)
    {
        foreach (var configured in options.SecretNames)
        {
            var sought = NameParts.Of(configured);
            for (var at = 0; sought.Count > 0 && at + sought.Count <= words.Count; at++)
            {
                if (words.Skip(at).Take(sought.Count).SequenceEqual(sought))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsSecret(List<string> words)
    {
        words.RemoveAll(word => SecretWords.Noise.Contains(word));
        if (words.Count == 0 || IsAbout(words))
        {
            return false;
        }

        for (var i = 0; i < words.Count; i++)
        {
            var after = i + 1 < words.Count ? words[i + 1] : null;
            if (IsAlways(words[i])
                || (words.Count == 1 && SecretWords.Alone.Contains(words[i]))
                || (SecretWords.Held.Contains(words[i]) && (after is null || SecretWords.Carriers.Contains(after)))
                || IsInCompany(words[i], i > 0 ? words[i - 1] : null)
                || IsInCompany(words[i], after))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the name only says how many, how long or which kind.</summary>
    private static bool IsAbout(List<string> words) =>
        words.Count > 1
        && (SecretWords.About.Contains(words[^1])
            || SecretWords.Measuring.Contains(words[0])
            || (words[^1] == "tokens" && words.Exists(w => SecretWords.Counted.Contains(w) || SecretWords.Measuring.Contains(w))));

    private static bool IsAlways(string word) =>
        SecretWords.Always.Contains(word) || (word.EndsWith('s') && SecretWords.Always.Contains(word.AsSpan(0, word.Length - 1)));

    private static bool IsInCompany(string word, string? neighbour) =>
        neighbour is not null && SecretWords.Companions.TryGetValue(word, out var companions) && companions.Contains(neighbour);

    /// <summary>The words, those written together taken apart where known words make up the whole.</summary>
    private static List<string> Apart(List<string> words)
    {
        var apart = new List<string>(words.Count);
        foreach (var word in words)
        {
            if (SecretWords.Known.Contains(word) || word.Length > LongestTogether || !TryTakeApart(word, MostParts, apart))
            {
                apart.Add(word);
            }
        }

        return apart;
    }

    private static bool TryTakeApart(string word, int parts, List<string> into)
    {
        if (parts == 0)
        {
            return false;
        }

        for (var length = word.Length; length >= ShortestKnown; length--)
        {
            var first = word[..length];
            if (!SecretWords.Known.Contains(first))
            {
                continue;
            }

            into.Add(first);
            if (length == word.Length || TryTakeApart(word[length..], parts - 1, into))
            {
                return true;
            }

            into.RemoveAt(into.Count - 1);
        }

        return false;
    }
}
