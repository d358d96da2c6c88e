using Gateway.Modules.Embedding;


namespace Gateway.Tests.Embedding;

public sealed class ScriptTests
{
    [TestCase("磁盘空间已满", true)]
    [TestCase("数据库连接超时 {ts} {uuid}", true)]
    [TestCase("接続が拒否されました", true)]
    [TestCase("ORA-{n}: 除数为 {n}", true)]
    [TestCase("{host} 拒绝连接", true)]
    [TestCase("timeout of the upstream 超时", false)]
    [TestCase("请求已经超时: HTTP {n}", true)]
    [TestCase("one_api_error: 该令牌已过期 (request id: {id})", true)]
    [TestCase("值不能为 null。 (Parameter '{q}')", true)]
    [TestCase("𠀀𠀁 a", true)]
    [TestCase("connection refused 连接", false)]
    [TestCase("연결이 거부되었습니다", false)]
    [TestCase("Ошибка сервера", false)]
    [TestCase("42 {n}", false)]
    [TestCase("", false)]
    public void IsMostlyCjk_Text_WeighsItsWritings(string text, bool expected) =>
        Assert.That(Script.IsMostlyCjk(text), Is.EqualTo(expected));
}
