namespace Gateway.Modules.ErrorText.Text;

/// <summary>Whether a text starts or ends with one of several words.</summary>
internal static class Affixes
{
    public static bool StartsWithAny(this ReadOnlySpan<char> text, string[] starts)
    {
        foreach (var start in starts)
        {
            if (text.StartsWith(start, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    public static bool EndsWithAny(this ReadOnlySpan<char> text, string[] ends, StringComparison comparison = StringComparison.Ordinal)
    {
        foreach (var end in ends)
        {
            if (text.EndsWith(end, comparison))
            {
                return true;
            }
        }

        return false;
    }
}
