namespace Gateway.Host.Configuration;

/// <summary>What somebody may have meant by a key that does not exist.</summary>
internal static class UnknownKey
{
    /// <summary>
    /// <c>; did you mean X?</c>: the sibling nearest by letters, else the option of that name in another section; empty when none is near.
    /// </summary>
    public static string Suggest(string parent, string name, IEnumerable<string> siblings)
    {
        var near = siblings
            .Select(s => (Key: $"{parent}:{s}", Apart: Distance(name.ToUpperInvariant(), s.ToUpperInvariant())))
            .Where(s => s.Apart <= Math.Max(1, name.Length / 3))
            .OrderBy(s => s.Apart)
            .Select(s => s.Key)
            .FirstOrDefault();
        if (near is null && $"{parent}:".StartsWith($"{GatewayOptions.Section}:", StringComparison.OrdinalIgnoreCase))
        {
            near = OptionKeys.All.FirstOrDefault(o => o.Property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Key;
        }

        return near is null ? "" : $"; did you mean {near}?";
    }

    // The bag distance, which bounds the edit distance from below: letters that only one of them has. Swapped letters cost nothing.
    private static int Distance(string left, string right) => Math.Max(OnlyIn(left, right), OnlyIn(right, left));

    private static int OnlyIn(string one, string other)
    {
        var rest = other.ToList();
        return one.Count(letter => !rest.Remove(letter));
    }
}
