namespace Gateway.Host.Configuration;

/// <summary>
/// What somebody may have meant by a key that does not exist: the sibling with the fewest edits away (insert, delete, replace, swap
/// neighbours: Damerau 1964), else the option of that name in another section.
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
        var edits = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                edits[i, j] = i == 0 || j == 0 ? i + j : Fewest(edits, i, j, left, right);
            }
        }

        return edits[left.Length, right.Length];
    }

    private static int Fewest(int[,] edits, int i, int j, string left, string right)
    {
        var fewest = Math.Min(Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1, edits[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
        var swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
        return swapped ? Math.Min(fewest, edits[i - 2, j - 2] + 1) : fewest;
    }
}
