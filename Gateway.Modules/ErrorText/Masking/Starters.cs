namespace Gateway.Modules.ErrorText.Masking;

/// <summary>The characters that a rule's value may start with.</summary>
internal sealed class Starters
{
    public static readonly Starters Digits = new(('0', '9'));
    public static readonly Starters Lower = new(('a', 'z'));
    public static readonly Starters Upper = new(('A', 'Z'));
    public static readonly Starters Letters = Upper + Lower;
    public static readonly Starters Hex = Digits + new Starters(('A', 'F'), ('a', 'f'));

    /// <summary>Whatever a word may start with.</summary>
    public static readonly Starters Word = Letters + Digits + Of("_");

    public static readonly Starters Chinese = new(('\u4e00', '\u9fff'));

    private readonly (char From, char To)[] _ranges;

    private Starters(params (char From, char To)[] ranges) => _ranges = ranges;

    public static Starters Of(string characters) => new([.. characters.Select(c => (c, c))]);

    /// <summary>The first characters of prefixes; where their case does not matter, in both.</summary>
    public static Starters OfEach(IEnumerable<string> prefixes, bool ignoreCase = false)
    {
        var first = prefixes.Select(prefix => prefix[0]).ToList();
        var all = ignoreCase ? [.. first.Select(char.ToUpperInvariant), .. first.Select(char.ToLowerInvariant)] : first;
        return Of(string.Concat(all.Distinct().Order()));
    }

    public static Starters operator +(Starters left, Starters right) => new([.. left._ranges, .. right._ranges]);

    public bool GoesBeyondAscii => Array.Exists(_ranges, range => !char.IsAscii(range.To));

    public bool Contains(char c) => Array.Exists(_ranges, range => c >= range.From && c <= range.To);

    /// <summary><c>A-Z a-z 0-9 _</c></summary>
    public override string ToString() =>
        string.Join(' ', _ranges.Select(range => range.From == range.To ? $"{range.From}" : $"{range.From}-{range.To}"));
}
