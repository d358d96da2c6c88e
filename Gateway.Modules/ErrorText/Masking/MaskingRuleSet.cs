namespace Gateway.Modules.ErrorText.Masking;

/// <summary>Rules in order, and for each first character those of them that it may start.</summary>
internal sealed class MaskingRuleSet
{
    private const int Ascii = 128;

    private readonly MaskingRule[][] _any;
    private readonly MaskingRule[][] _plain;

    public MaskingRuleSet(IReadOnlyList<MaskingRule> rules)
    {
        _any = ByFirst(rules);
        _plain = ByFirst([.. rules.Where(rule => rule.OnPlainWords)]);
    }

    /// <summary>The rules to ask at a place that starts so, in order.</summary>
    /// <param name="isPlainWord">Whether a word of letters only starts there that stands alone.</param>
    public ReadOnlySpan<MaskingRule> For(char first, bool isPlainWord) => (isPlainWord ? _plain : _any)[Math.Min((int)first, Ascii)];

    /// <summary>Beyond ASCII few characters start anything, so that all have one entry, and the rules look at them.</summary>
    private static MaskingRule[][] ByFirst(IReadOnlyList<MaskingRule> rules) =>
    [
        .. Enumerable.Range(0, Ascii).Select(c => rules.Where(rule => rule.Starters.Contains((char)c)).ToArray()),
        [.. rules.Where(rule => rule.Starters.GoesBeyondAscii)],
    ];
}
