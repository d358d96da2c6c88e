using System.Collections.Frozen;

namespace Gateway.Modules.Sampling.Dimensions;

/// <summary>The words by which <see cref="SecretNames"/> tells what is secret or personal.</summary>
internal static class SecretWords
{
    /// <summary>Secret or personal wherever they stand in a name, in the plural, too.</summary>
    public static readonly FrozenSet<string> Always = Set(
        "password passwd passphrase passcode passkey pwd secret credential cookie jwt otp totp csrf xsrf signature hmac nonce cvv cvc iban ssn bearer "
        + "authorization authentication token email phone telephone msisdn passport birth birthday birthdate dob surname apikey");

    /// <summary>Secret alone, as the last word, or before one that says that the thing itself follows (<see cref="Carriers"/>).</summary>
    public static readonly FrozenSet<string> Held = Set("auth oauth session sess card mail pin pass sid sig");

    public static readonly FrozenSet<string> Carriers = Set("id key token tokens code value data string hash number num no nr user address state ticket cookie");

    /// <summary>What is secret only in company (<c>api_key</c>), by the word, with the words whose neighbour makes it so.</summary>
    public static readonly FrozenDictionary<string, FrozenSet<string>> Companions = new Dictionary<string, FrozenSet<string>>
    {
        ["key"] = Set(
            "api access private secret session auth account master encryption decryption signing signature ssh license licence activation service subscription "
            + "client user app application consumer shared storage security admin host function functions aws pass deploy crypto cipher"),
        ["id"] = Set("session national personal tax government auth access"),
        ["name"] = Set("first last full user family given middle maiden"),
        ["number"] = Set("account passport security license licence tax social routing mobile"),
        ["code"] = Set("verification access security recovery reset auth authorization login"),
        ["verifier"] = Set("code"),
        ["challenge"] = Set("code"),
    }.ToFrozenDictionary();

    /// <summary>Secret where they are all there is.</summary>
    public static readonly FrozenSet<string> Alone = Set("key username firstname lastname fullname");

    /// <summary>As a name's last word they say something about the thing, which is not in it: <c>session_count</c>.</summary>
    public static readonly FrozenSet<string> About = Set(
        "count counts type kind limit limits max min length size version method mode status required enabled disabled policy algorithm alg rate format "
        + "provider scheme level ttl expiry expires budget usage total verified field order brand network template consent");

    /// <summary>As a name's first word they make a number or an answer to yes or no of it: <c>max_tokens</c>.</summary>
    public static readonly FrozenSet<string> Measuring = Set("max min num total count avg n is has");

    /// <summary>Words before <c>tokens</c> that make it a number of what a model reads and writes.</summary>
    public static readonly FrozenSet<string> Counted = Set("input output prompt completion context new thinking reasoning cached");

    /// <summary>Say nothing: <c>X-Key</c> is a key.</summary>
    public static readonly FrozenSet<string> Noise = Set("x my the a http");

    /// <summary>Every word that a name written without separators is looked through for.</summary>
    public static readonly FrozenSet<string> Known =
        new[] { Always, Held, Carriers, Alone, About, Measuring, Set("new old user confirm") }
            .Concat(Companions.Values)
            .SelectMany(s => s)
            .Concat(Companions.Keys)
            .Where(w => w.Length > 1)
            .ToFrozenSet();

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
