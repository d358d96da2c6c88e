namespace Gateway.Tests.ErrorText.Masking;

/// <summary>Values of forms that differ in their letters and lengths from one occurrence to the next: whatever they are drawn as, the masked text is one.</summary>
internal sealed class MaskerValuesTests
{
    [TestCase("User: arn:aws:iam::123456789012:user/jane is denied", "User: {name} is denied")]
    [TestCase("in region us-east-1, eu-west-2a or us-central1-a", "in region {name} or {name}")]
    [TestCase("in region cn-hangzhou. charset us-ascii", "in region {name}. charset us-ascii")]
    [TestCase("device 08:00:2b:01:02:03 sent ca 8d f3 07 at 16/B374D848", "device {hex} sent {hex} at {hex}")]
    [TestCase("rid: 3f9c2ab1-77de41c0-00000001, rid: a19c2ab1-77de41c0-00000001", "rid: {hex}, rid: {hex}")]
    [TestCase("TrackingId:550e8400-e29b-41d4-a716-446655440000_B3", "TrackingId:{uuid}_B{n}")]
    [TestCase("expected v1.2.3 or 2.0.1-SNAPSHOT at commit 3f9c2ab", "expected {n} or {n} at commit {hex}")]
    [TestCase("(version 24.3.5.1 (official build))", "(version {n} (official build))")]
    [TestCase("phone +1-202-555-0143, phone +442079460958, phone +49 (30) 901820", "phone {n}, phone {n}, phone {n}")]
    [TestCase("waited 850.25ms, then 17.5µs, then 1m2.5s", "waited {n}s, then {n}s, then {n}s")]
    [TestCase("allocate 20.00 MiB of 15.7 GiB", "allocate {n} GiB of {n} GiB")]
    [TestCase("at least 12.50 USD", "at least {n}")]
    [TestCase("entry cn=Jane O'Doe,ou=people,dc=acme,dc=com not bound", "entry {name} not bound")]
    [TestCase("undefined method `x' for #<Invoice:0x000071f2a8c0>", "undefined method `{q}' for {name}")]
    [TestCase("Shipment 17 does not exist; No Invoice found for id 3", "{name} {n} does not exist; No {name} found for id {n}")]
    [TestCase("Could not find Parcel 550e8400-e29b-41d4-a716-446655440000", "Could not find {name} {uuid}")]
    [TestCase("A coupon with code \"maple\" already exists", "A {name} with code \"{q}\" already exists")]
    [TestCase("shop.models.Parcel.DoesNotExist: Parcel matching query does not exist.", "DoesNotExist: {name} matching query does not exist.")]
    [TestCase("for customer Jane Doe (jane@x.io)", "for customer {name} ({mail})")]
    [TestCase("Value 'Jane Doe' is too long", "Value '{q}' is too long")]
    [TestCase("on worker orders-web-7d9f8b6c5d-qkvxk and pool-1-3f9c2ab1-x2z4", "on worker {name} and {name}")]
    [TestCase("file C:\\Program Files\\Acme Shop\\x.dll missing", "file {path} missing")]
    [TestCase("model anthropic.claude-3-sonnet-20240229-v1:0 in use", "model {model} in use")]
    [TestCase("column title in table books; group lotus-group rebalances", "column {name} in table {name}; group {name} rebalances")]
    [TestCase("用户张杰娜（手机号13800000000）不存在", "用户{name}（手机号{n}）不存在")]
    [TestCase("商品【无线鼠标】库存不足", "商品【{q}】库存不足")]
    [TestCase("收货地址上海市浦东新区世纪大道17号不在配送范围内", "收货地址{name}不在配送范围内")]
    [TestCase("车牌号京A12345已存在", "车牌号{token}已存在")]
    public void Mask_ValueOfManyForms_BecomesOnePlaceholder(string text, string expected) => Assert.That(ErrorTexts.Masker.Mask(text), Is.EqualTo(expected));

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
