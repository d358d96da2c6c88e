using Gateway.Modules.ErrorText.Masking;

namespace Gateway.Tests.ErrorText.Masking;

/// <summary>Rules that a user configured.</summary>
internal sealed class OwnRulesTests
{
    [TestCase("order ORD-ABC is gone", "ORD-[A-Z]{3}", "order {own} is gone")]
    [TestCase("order 4711 is gone", @"\d{4}", "order {own} is gone")]
    [TestCase("see https://shop.example.com/o/17 now", @"https://\S+", "see {own} now")]
    [TestCase("see https://shop.example.com/o/ORD-ABC/x now", "ORD-[A-Z]{3}", "see {url}{own}{url} now")]
    [TestCase("see https://shop.example.com/o/ORD-ABC now", "ORD-[A-Z]{3} now", "see {url}{own}")]
    [TestCase("ids ORD-ABC, ORD-DEF, ORD-GHI", "ORD-[A-Z]{3}", "ids {own}")]
    [TestCase("tenant acme17 failed", "acme", "tenant {own}{n} failed")]
    [TestCase("库存不足：红苹果", "红苹果", "库存不足：{own}")]
    public void Mask_UsersRule_BeatsOurs(string text, string pattern, string expected) =>
        Assert.That(MaskerWith(pattern).Mask(text), Is.EqualTo(expected));

    [TestCase("password=abcORD-ABCdef rejected", "ORD-[A-Z]{3}")]
    [TestCase("password=abcORD-ABCdef rejected", "password")]
    [TestCase("password=abcORD-ABCdef rejected", "word=abc")]
    [TestCase("token ghp_16C7e42F292c6912E7710c838347Ae178B4a", "e42F292c6912")]
    public void Mask_UsersRuleWithinASecret_UncoversNothing(string text, string pattern) =>
        Assert.That(
            MaskerWith(pattern).Mask(text), Does.Contain("{own}").And.Not.Contain("def").And.Not.Contain("16C7").And.Not.Contain("8B4a"));

    [Test]
    public void Mask_TwoRulesMeet_FirstOneHasIt()
    {
        var masker = MaskerOf(new() { Pattern = "B+C", Placeholder = "{first}" }, new() { Pattern = "A+B", Placeholder = "{second}" });

        Assert.That(masker.Mask("x AABBC y AAB z"), Is.EqualTo("x AA{first} y {second} z"));
    }

    private static Masker MaskerWith(string pattern) => MaskerOf(new MaskingRuleOptions { Pattern = pattern, Placeholder = "{own}" });

    private static Masker MaskerOf(params MaskingRuleOptions[] rules) =>
        new(new MaskingRuleSet(MaskingRules.All), OwnRule.Of(new MaskingOptions { Rules = rules }));
}
