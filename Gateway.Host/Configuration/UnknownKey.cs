namespace Gateway.Host.Configuration;

/// <summary>
/// What somebody may have meant by a key that does not exist: the sibling with the fewest edits (Levenshtein 1966) away, else the option
/// of that name in another section.
/// </summary>
internal static class UnknownKey
{
    /// <summary><c>; did you mean X?</c>, or nothing when nothing is near.</summary>
    public static string Suggest(string parent, string name)
    {
        var depth = parent.Count(c => c == ':') + 1;
        var generic = GenericPath(parent);
        var siblings = OptionKeys.All
            .Where(o => o.Key.StartsWith(generic + ":", StringComparison.OrdinalIgnoreCase))
            .Select(o => o.Key.Split(':')[depth]);
        var near = Nearest(name, siblings);
        if (near is not null)
        {
            return $"; did you mean {parent}:{near}?";
        }

        var elsewhere = OptionKeys.All.FirstOrDefault(o => o.Property.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return elsewhere is null ? "" : $"; did you mean {elsewhere.Key}?";
    }

    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        var furthest = Math.Max(1, name.Length / 3);
        return candidates
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(c => (Name: c, Edits: Distance(name.ToUpperInvariant(), c.ToUpperInvariant())))
            .Where(c => c.Edits <= furthest)
            .OrderBy(c => c.Edits)
            .Select(c => c.Name)
            .FirstOrDefault();
    }

    private static string GenericPath(string path) =>
        string.Join(':', path.Split(':').Select(part => part.All(char.IsAsciiDigit) ? "N" : part));

    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substituted = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
