using CsCheck;
using Gateway.Modules.ErrorText.Text;
using Gateway.Tests.Clustering;

namespace Gateway.Tests.ErrorText.Text;

public sealed class OpaqueTextTests
{
    [TestCase("Internal Server Error")]
    [TestCase("HTTP 500 Internal Server Error")]
    [TestCase("502 Bad Gateway nginx/{n}")]
    [TestCase("An unexpected error occurred, reference {id}")]
    [TestCase("Sorry, something went wrong. Please try again later.")]
    [TestCase("An error occurred while processing your request.")]
    [TestCase("服务器内部错误，请稍后重试")]
    [TestCase("系统繁忙，请稍后再试")]
    [TestCase("{uuid}")]
    [TestCase("500")]
    [TestCase("Whoops, looks like something went wrong.")]
    [TestCase("Backend fetch failed")]
    [TestCase("服务器内部错误")]
    public void Is_NothingSaid_Opaque(string text) => Assert.That(OpaqueText.Is(text), Is.True);

    [TestCase("Deadlock found when trying to get lock; try restarting transaction")]
    [TestCase("connect ECONNREFUSED {ip}")]
    [TestCase("NullPointerException")]
    [TestCase("Internal Server Error: disk full")]
    [TestCase("The gateway did not receive a response in time: timeout")]
    [TestCase("数据库连接失败")]
    [TestCase("磁盘空间不足，请稍后重试")]
    [TestCase("ошибка сервера")]
    public void Is_SomethingSaid_NotOpaque(string text) => Assert.That(OpaqueText.Is(text), Is.False);

    [Test]
    public void Is_AnyText_AnswersTheSameTwice() => Gen.String.Sample(text => OpaqueText.Is(text) == OpaqueText.Is(text));

    [Test]
    public void Read_BodyThatSaysNothing_CarriesThatItIsOpaque()
    {
        Assert.That(ErrorTexts.Of("{\"error\":\"Something went wrong\",\"reference\":81}").IsOpaque, Is.True);
        Assert.That(
            ErrorTexts.Of("{\"error\":\"Something went wrong\",\"detail\":\"disk is full\"}"),
            Has.Property("IsOpaque").False.And.Property("Masked").EqualTo("disk is full"));
    }

    [Test]
    public void Process_OpaqueAndInformativeTextWithOneVector_NeverShareACluster()
    {
        foreach (var order in new[] { new[] { "Internal Server Error", "disk is full" }, ["disk is full", "Internal Server Error"] })
        {
            var bed = new EngineFixture();
            var ids = order.Select(text => bed.Add(text, Directions.At(0)).ClusterId).ToArray();
            bed.Engine.ReCluster();
            Assert.That(ids.Select(id => bed.Engine.GetCluster(id)!.Id).Distinct().Count(), Is.EqualTo(2));
        }
    }

    [Test]
    public void Process_OpaqueTexts_ShareOne()
    {
        var bed = new EngineFixture();
        bed.Add("Internal Server Error", Directions.At(0));
        Assert.That(bed.Add("Something went wrong", Directions.At(10)).ClusterId, Is.EqualTo("c-1"));
    }
}
