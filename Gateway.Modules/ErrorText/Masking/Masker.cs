using System.Collections.Immutable;

namespace Gateway.Modules.ErrorText.Masking;

/// <summary>
/// Replaces the values in an error text by placeholders and keeps the words and codes that say what went wrong. Two things
/// hang on it: texts that differ in values only become equal, so they share a fingerprint; and no secret or personal datum
/// is left, so the result may be stored and shown. One pass from left to right; at the start of each word and at each mark the rules
/// are tried in the order of their table. No rule looks further than a bounded stretch ahead, so the time is linear in the text.
/// </summary>
/// <param name="own">The user's rules, which come before all others.</param>
internal sealed class Masker(MaskingRuleSet rules, ImmutableArray<OwnRule> own)
{
    public Masker()
        : this(new MaskingRuleSet(MaskingRules.All), [])
    {
    }

    /// <param name="text">One line, whitespace collapsed.</param>
    public string Mask(ReadOnlySpan<char> text) => Mask(text, hits: null, out _);

    /// <param name="text">One line, whitespace collapsed.</param>
    /// <param name="hits">Takes up what each rule took, if anybody asks.</param>
    /// <param name="offered">How many characters the rules were offered, over all words: the measure of the work.</param>
    public string Mask(ReadOnlySpan<char> text, List<MaskingHit>? hits, out long offered)
    {
        var scan = new MaskingScan(rules, text, own.IsEmpty ? [] : OwnRule.Find(own, text), stackalloc char[1536]) { Hits = hits };
        try
        {
            var masked = scan.Run();
            offered = scan.Offered;
            return masked;
        }
        finally
        {
            scan.Dispose();
        }
    }
}
