using Gateway.Modules.ErrorText.Masking;
using Gateway.Modules.Shared.Words;
using Gateway.Tests.Doubles;
using Gateway.Training;

namespace Gateway.Tests.ErrorText.Masking;

/// <summary>The table of rules against itself.</summary>
internal sealed class MaskingRulesTests
{
    public static IEnumerable<MaskingRule> Rules => MaskingRules.All;

    [Test]
    public void Rules_Names_AreDistinct() => Assert.That(MaskingRules.All.Select(rule => rule.Name), Is.Unique);

    public static IEnumerable<string> SecretPrefixes => WordList.Read("secret-prefixes").Words;

    public static IEnumerable<string> ModelFamilies => WordList.Read("model-families", ignoreCase: true).Words;

    [TestCaseSource(nameof(SecretPrefixes))]
    public void Mask_PrefixOfASecret_IsReachable(string prefix) =>
        Assert.That(RulesFor($"key {prefix}a8Kq2Lw9ZxT4 gone", 4), Does.Contain("issuer's key"));

    [TestCaseSource(nameof(ModelFamilies))]
    public void Mask_FamilyOfModels_IsReachable(string family) =>
        Assert.That(
            RulesFor($"the {family}x-1 is gone, the {family.ToUpperInvariant()}x-1 too", 4), Has.Exactly(2).EqualTo("language model"));

    [Test]
    public void Page_OfTheRules_IsUpToDate() =>
        Assert.That(
            File.ReadAllText(Repository.PathOf("docs/masking.md")), Is.EqualTo(MaskingPage.Render()), "write it anew: see its first lines");

    [TestCaseSource(nameof(Rules))]
    public void Mask_ExampleOfARule_IsTakenByThatRule(object rule)
    {
        var (text, at) = ((MaskingRule)rule).Place;
        var hits = new List<MaskingHit>();
        var masked = ErrorTexts.Masker.Mask(text, hits, out _);

        Assert.That(((MaskingRule)rule).Starters.Contains(text[at]), "the example starts with a starter");
        Assert.That(hits, Does.Contain(new MaskingHit(at, (MaskingRule)rule)), masked);
    }

    private static IEnumerable<string> RulesFor(string text, int from)
    {
        var hits = new List<MaskingHit>();
        ErrorTexts.Masker.Mask(text, hits, out _);
        return hits.Where(hit => hit.At >= from).Select(hit => hit.Rule.Name);
    }
}
