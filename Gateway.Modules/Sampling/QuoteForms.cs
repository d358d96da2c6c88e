namespace Gateway.Modules.Sampling;

/// <summary>What is in quotes, and what the word before says of it.</summary>
internal static class QuoteForms
{
    private const int Longest = 160;

    /// <summary>Words after which a quoted value is somebody's or secret, whatever it looks like.</summary>
    private static readonly string[] Hiding =
    [
        "user", "username", "login", "account", "customer", "email", "token", "password", "secret",
    ];

    /// <summary>
    /// Where the quote at the start of the text closes, or -1: not in the middle of a word (<c>don't</c>), and not too far away.
    /// </summary>
    public static int CloseOf(ReadOnlySpan<char> text)
    {
        var quote = text[0];
        var end = Math.Min(text.Length, 1 + Longest);
        for (var i = 1; i < end; i++)
        {
            if ((text[i] == quote || (quote == '`' && text[i] == '\'')) && text.EndsWordAt(i + 1))
            {
                return i;
            }
        }

        return -1;
    }

    public static bool HidesWhatFollows(ReadOnlySpan<char> word)
    {
        foreach (var hiding in Hiding)
        {
            if (word.Equals(hiding, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
