using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Lab.Scenarios;

/// <summary>Fills <c>{int}</c>, <c>{uuid}</c>, <c>{ip}</c>, <c>{ts}</c> and <c>{word}</c>, each drawn anew every time.</summary>
internal static partial class ScenarioPlaceholders
{
    private const string Consonants = "bcdfghklmnprstvw";
    private const string Vowels = "aeiou";
    private static readonly DateTimeOffset Epoch = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static string Fill(string text, Random random) =>
        text.Contains('{') ? Known().Replace(text, m => Draw(m.ValueSpan, random)) : text;

    /// <summary>The first braced word that is no placeholder; null where there is none.</summary>
    public static string? FirstUnknown(string path) =>
        Braced().Matches(path).Select(m => m.Value).FirstOrDefault(v => !Known().IsMatch(v));

    private static string Draw(ReadOnlySpan<char> placeholder, Random random) => placeholder switch
    {
        "{int}" => random.Next(1, 100_000).ToString(CultureInfo.InvariantCulture),
        "{uuid}" => Uuid(random),
        "{ip}" => string.Create(CultureInfo.InvariantCulture, $"10.{random.Next(256)}.{random.Next(256)}.{random.Next(1, 255)}"),
        "{ts}" =>
            Epoch.AddMilliseconds(random.NextInt64(365L * 24 * 3600 * 1000))
                .ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        _ => Word(random),
    };

    private static string Uuid(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    private static string Word(Random random)
    {
        Span<char> letters = stackalloc char[2 * random.Next(2, 5)];
        for (var i = 0; i < letters.Length; i += 2)
        {
            letters[i] = Consonants[random.Next(Consonants.Length)];
            letters[i + 1] = Vowels[random.Next(Vowels.Length)];
        }

        return letters.ToString();
    }

    [GeneratedRegex(@"\{(?:int|uuid|ip|ts|word)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Known();

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Braced();
}
