namespace Gateway.Tests.Host;

/// <summary>The user's masking rules are checked at start, each mistake by its key.</summary>
public sealed class MaskingRuleChecksTests
{
    [TestCase("""{ "Name": "a b", "Pattern": "x", "Placeholder": "{x}" }""", "Name", "must be 1 to 40 letters, digits, - and _ (is a b)")]
    [TestCase(
        """{ "Name": "a", "Pattern": "x", "Placeholder": "x" }""",
        "Placeholder", "must be 1 to 10 small letters, digits and _ between braces, such as {order} (is x)")]
    [TestCase("""{ "Name": "a", "Pattern": "x*", "Placeholder": "{x}" }""", "Pattern", "must not match the empty text (is x*)")]
    [TestCase(
        """{ "Name": "a", "Pattern": "(", "Placeholder": "{x}" }""",
        "Pattern", "must be a regular expression without lookarounds and back references")]
    [TestCase(
        """{ "Name": "a", "Pattern": "(?<=x)y", "Placeholder": "{x}" }""",
        "Pattern", "must be a regular expression without lookarounds and back references")]
    public async Task ReadAsync_BadRule_IsNamedByItsKey(string rule, string field, string told)
    {
        var reading = await ConfigurationFolder.ReadAsync(Configuration(rule));

        Assert.That(reading.Mistakes.Select(m => m.Key), Is.EqualTo([$"Gateway:ErrorText:Masking:Rules:0:{field}"]));
        Assert.That($"{reading.Mistakes[0]}", Does.Contain(told));
    }

    [Test]
    public async Task ReadAsync_TooManyOrEqualRules_IsRefused()
    {
        var rule = """{ "Name": "a", "Pattern": "x", "Placeholder": "{x}" }""";
        var reading = await ConfigurationFolder.ReadAsync(Configuration(string.Join(',', Enumerable.Repeat(rule, 33))));

        Assert.That(
            reading.Mistakes.Select(m => m.Key),
            Does.Contain("Gateway:ErrorText:Masking:Rules").And.Contain("Gateway:ErrorText:Masking:Rules:1:Name"));
    }

    [Test]
    public async Task ReadAsync_GoodRule_IsRead()
    {
        var reading = await ConfigurationFolder.ReadAsync(
            Configuration("""{ "Name": "order", "Pattern": "ORD-\\d+", "Placeholder": "{order}" }"""));

        Assert.That(reading.Mistakes, Is.Empty);
        Assert.That(reading.Options.ErrorText.Masking.Rules.Single().Pattern, Is.EqualTo("ORD-\\d+"));
    }

    private static string Configuration(string rules) =>
        $$"""{ "Gateway": { "ErrorText": { "Masking": { "Rules": [{{rules}}] } } } }""";
}
