using System.Text;
using Gateway.Modules.Proxy.Forwarding.ErrorsInBody;

namespace Gateway.Tests.Proxy.Forwarding.ErrorsInBody;

public sealed class ErrorPathTests
{
    [TestCase("$.code", null, """{"msg":"x","code":7}""", true)]
    [TestCase("$.code", null, """{"code":"E17"}""", true)]
    [TestCase("$.code", null, """{"code":0}""", false)]
    [TestCase("$.code", null, """{"code":"Success"}""", false)]
    [TestCase("$.code", "0, 200, SUCCESS", """{"code":"success","data":[1]}""", false)]
    [TestCase("$.code", "0,200", """{"code":"SUCCESS"}""", true)]
    [TestCase("$.code", null, """{"code":null}""", false)]
    [TestCase("$.code", null, """{"code":{}}""", false)]
    [TestCase("$.code", null, """{"data":{"code":7}}""", false)]
    [TestCase("$.code", null, """[{"code":7}]""", false)]
    [TestCase("$.ok", "true", """{"ok":false}""", true)]
    [TestCase("$.base_resp.status_code", "0", """{"a":{"status_code":0},"base_resp":{"b":[1],"status_code":1002}}""", true)]
    [TestCase("$['base resp'].code", "0", """{"base resp":{"code":1}}""", true)]
    [TestCase("$.results[1].code", "0", """{"results":[{"code":0},{"code":1}]}""", true)]
    [TestCase("$.results[1].code", "0", """{"results":[{"code":1}]}""", false)]
    [TestCase("$[0]['code']", "0", """[{"code":1}]""", true)]
    [TestCase("$.code", null, """{"code":7,"data":"cut o""", true)]
    [TestCase("$.code", null, """{"data":"cut o""", false)]
    [TestCase("$.code", null, "no JSON", false)]
    public void FindsError_Value_IsComparedWithTheGoodOnes(string path, string? good, string json, bool expected)
    {
        var rule = BodyRules.With(path, good);
        Assert.That(rule.IsError(Encoding.UTF8.GetBytes(json), JsonErrorPlace.Answer), Is.EqualTo(expected));
    }

    [Test]
    public void IsError_RouteHasItsOwnCode_NoOtherCodeIsGuessed()
    {
        var rule = BodyRules.With("$.state", "fine");
        Assert.That(rule.IsError("""{"code":500,"msg":"failed","data":null,"state":"fine"}"""u8, JsonErrorPlace.Answer), Is.False);
        Assert.That(rule.IsError("""{"error":{"message":"x"},"state":"fine"}"""u8, JsonErrorPlace.Answer), Is.True);
    }

    [TestCase("")]
    [TestCase("code")]
    [TestCase("$")]
    [TestCase("$.")]
    [TestCase("$..code")]
    [TestCase("$.*")]
    [TestCase("$[*]")]
    [TestCase("$[-1]")]
    [TestCase("$[]")]
    [TestCase("$['']")]
    [TestCase("$['a")]
    [TestCase("$[?(@.a)]")]
    [TestCase("$.a b")]
    [TestCase("$.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q")]
    public void TryParse_NoPathOfOurs_IsRefused(string path) => Assert.That(ErrorPath.TryParse(path, null, out _), Is.False);

    [Test]
    public void TryParse_NothingIsGood_IsRefused() => Assert.That(ErrorPath.TryParse("$.code", " , ", out _), Is.False);
}
