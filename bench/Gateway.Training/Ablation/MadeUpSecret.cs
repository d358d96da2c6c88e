using System.Text.Json;

namespace Gateway.Training.Ablation;

/// <summary>A secret that somebody made up, in a text that gives it away: a line of <c>data/secrets.jsonl</c>.</summary>
/// <param name="Text">The text, with <c>{0}</c> for the secret.</param>
/// <param name="Secret">The secret, in parts where a scanner for leaked keys would take offence.</param>
/// <param name="ShortestPart">Parts of it, between marks, that must not survive either are so long; 0 where only the whole must
/// not.</param>
internal sealed record MadeUpSecret(string Text, string[] Secret, int ShortestPart)
{
    private const string Marks = " .-/_;:";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public string Value => string.Concat(Secret);

    public string Message => Text.Replace("{0}", Value, StringComparison.Ordinal);

    public static IReadOnlyList<MadeUpSecret> Read(string path) =>
        [.. File.ReadLines(path).Select(line => JsonSerializer.Deserialize<MadeUpSecret>(line, Json)!)];

    /// <summary>Whether it, or a part of it that gives it away, is still in the text.</summary>
    public bool IsIn(string masked) =>
        masked.Contains(Value, StringComparison.Ordinal)
        || (ShortestPart > 0 && Value.Split(Marks.ToCharArray()).Any(part => part.Length >= ShortestPart
            && masked.Contains(part, StringComparison.Ordinal)));

    public override string ToString() => Text;
}
