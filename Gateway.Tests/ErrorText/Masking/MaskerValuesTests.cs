namespace Gateway.Tests.ErrorText.Masking;

/// <summary>
/// Values of forms that differ in their letters and lengths from one occurrence to the next: whatever they are drawn as, the masked text is
/// one.
/// </summary>
internal sealed class MaskerValuesTests
{
    [TestCase("User: arn:aws:iam::123456789012:user/jane is denied", "User: {name} is denied")]
    [TestCase("TrackingId:550e8400-e29b-41d4-a716-446655440000_B3", "TrackingId:{uuid}_B{n}")]
    [TestCase("entry cn=Jane O'Doe,ou=people,dc=acme,dc=com not bound", "entry cn={name},ou=people,dc=acme,dc=com not bound")]
    [TestCase("phone +1-202-555-0143 and +442079460958", "phone +{n}-{n}-{n}-{n} and +{n}")]
    [TestCase("收货地址上海市浦东新区世纪大道17号不在配送范围内", "收货地址{name}不在配送范围内")]
    [TestCase("for customer Jane Doe (jane@x.io)", "for customer {name} ({mail})")]
    [TestCase("Value 'Jane Doe' is too long", "Value '{q}' is too long")]
    [TestCase("model anthropic.claude-3-sonnet-20240229-v1:0 in use", "model {model} in use")]
    [TestCase("column title in table books; group lotus-group rebalances", "column {name} in table {name}; group {name} rebalances")]
    [TestCase("用户张杰娜（手机号13800000000）不存在", "用户{name}（手机号{n}）不存在")]
    public void Mask_ValueOfManyForms_BecomesOnePlaceholder(string text, string expected) =>
        Assert.That(ErrorTexts.Masker.Mask(text), Is.EqualTo(expected));

    [TestCase("Cannot get a connection, pool exhausted")]
    [TestCase("ENFILE: file table overflow")]
    [TestCase("realpath failed, plugin module not found")]
    [TestCase("Broker not available; Broker {n} not found")]
    [TestCase("用户未登录, 用户密码错误, 密码：错误")]
    [TestCase("HTTP 429, 429 Too Many Requests, user session has expired")]
    [TestCase("临时密钥 Token 过期")]
    [TestCase("NTSTATUS 0xC0000005 and 0x80131904, ORA-00060")]
    public void Mask_WordsOfTheCause_Stay(string text) => Assert.That(ErrorTexts.Masker.Mask(text), Is.EqualTo(text));
}
