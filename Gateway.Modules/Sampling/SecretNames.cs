using Gateway.Modules.Contracts;

namespace Gateway.Modules.Sampling;

/// <summary>Names whose values are secret or personal. A parameter so named is never discovered as a dimension.</summary>
internal static class SecretNames
{
    private static readonly string[] Words =
    [
        "token", "password", "passwd", "passphrase", "pwd", "secret", "key", "auth", "session", "cookie", "credential", "signature",
        "jwt", "otp", "nonce", "csrf", "xsrf", "email", "mail", "phone", "card", "cvv", "cvc", "iban", "ssn",
        "passport", "birth", "firstname", "first_name", "lastname", "last_name", "fullname", "username", "user_name",
    ];

    /// <summary>Too short to be looked for inside other words (<c>pin</c> in <c>shipping</c>).</summary>
    private static readonly string[] WholeNames = ["sig", "pin", "pass", "code_verifier", "code_challenge", "dob", "sid"];

    public static bool Matches(ReadOnlySpan<char> name, DimensionsOptions options)
    {
        foreach (var word in Words)
        {
            if (name.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        foreach (var whole in WholeNames)
        {
            if (name.Equals(whole, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return options.SecretNames.Count > 0 && MatchesConfigured(name, options);
    }

    private static bool MatchesConfigured(ReadOnlySpan<char> name, DimensionsOptions options)
    {
        foreach (var word in options.SecretNames)
        {
            if (word.Length > 0 && name.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
