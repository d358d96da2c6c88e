using Gateway.Modules.ErrorText.Masking;

namespace Gateway.Tests.ErrorText.Masking;

/// <summary>The table of rules against itself.</summary>
internal sealed class MaskingRulesTests
{
    public static IEnumerable<MaskingRule> Rules => MaskingRules.All;

    [Test]
    public void Rules_Names_AreDistinct() => Assert.That(MaskingRules.All.Select(rule => rule.Name), Is.Unique);

    [TestCaseSource(nameof(Rules))]
    public void Mask_ExampleOfARule_IsTakenByThatRule(object rule)
    {
        var (text, at) = ((MaskingRule)rule).Place;
        var hits = new List<MaskingHit>();
        var masked = ErrorTexts.Masker.Mask(text, hits, out _);

        Assert.That(((MaskingRule)rule).Starters.Contains(text[at]), "the example starts with a starter");
        Assert.That(hits, Does.Contain(new MaskingHit(at, (MaskingRule)rule)), masked);
    }
}
