using System.Text;
using CsCheck;
using Gateway.Modules.Proxy.Forwarding;
using Gateway.Modules.Proxy.Forwarding.ErrorsInBody;

namespace Gateway.Tests.Proxy.Forwarding.ErrorsInBody;

public sealed class JsonErrorTests
{
    [TestCase("""{"error":{"message":"context length exceeded","code":400}}""")]
    [TestCase("""{"id":"x","items":[1,{"error":null}],"error":"model is overloaded"}""")]
    [TestCase("""  { "error" : { "type" : "overloaded_error" """, Description = "cut off")]
    [TestCase("\uFEFF{\"error\":{\"a\":1}}")]
    [TestCase("""{"error":null,"error":{"a":1}}""")]
    [TestCase("""{"errors":[{"message":"deadlock"}]}""")]
    [TestCase("""{"data":null,"errors":[{"message":"deadlock"}]}""")]
    [TestCase("""{"errors":[{"message":"deadlock"}],"data":null,"extensions":{}}""")]
    public void IsIn_Error_IsFound(string json) => Assert.That(IsError(json), Is.True);

    [TestCase("")]
    [TestCase("null")]
    [TestCase("""{"error":null,"data":{}}""")]
    [TestCase("""{"error":""}""")]
    [TestCase("""{"error":{}}""")]
    [TestCase("""{"error":false,"errors":0}""")]
    [TestCase("""{"error":0}""")]
    [TestCase("""{"errors":[]}""")]
    [TestCase("""{"errors":{"count":0}}""")]
    [TestCase("""{"data":{"order":null},"errors":[{"message":"one field failed"}]}""")]
    [TestCase("""{"errors":[{"message":"one field failed"}],"data":{"order":null}}""")]
    [TestCase("""{"result":{"error":{"message":"nested"}}}""")]
    [TestCase("""{"text":"the \"error\": {\"a\":1} of my ways"}""")]
    [TestCase("""[{"error":{"a":1}}]""")]
    [TestCase("""{error:{"error":1}}""")]
    [TestCase("""{"error":{ """, Description = "cut off before it says anything")]
    [TestCase("""{"a":tru,"error":{"a":1}}""")]
    public void IsIn_NoError_IsNotFound(string json) => Assert.That(IsError(json), Is.False);

    /// <summary>Errors by what an answer calls itself, and by the code in an envelope that holds nothing else.</summary>
    [TestCase("""{"object":"error","message":"the engine stopped","type":"InternalServerError","param":null,"code":500}""")]
    [TestCase("""{"id":"r","status":"failed","error":{"code":"rate_limit_exceeded","message":"limit reached"},"output":[]}""")]
    [TestCase("""{"code":500,"msg":"could not get a JDBC connection: pool is exhausted","data":null}""")]
    [TestCase("""{"code":"503","message":"service unavailable"}""")]
    [TestCase("""{"success":false,"code":500,"message":"come back later","data":{},"timestamp":1}""")]
    [TestCase("""{"status":500,"message":"Internal server error","path":"/a"}""")]
    [TestCase("""{"code":-1,"msg":"系统异常","data":null}""")]
    [TestCase("""{"code":-1,"msg":"\u7cfb\u7edf\u5f02\u5e38","data":null}""")]
    [TestCase("""{"errcode":50001,"errmsg":"backend timeout","result":null}""")]
    [TestCase("""{"base_resp":{"status_code":1002,"status_msg":"rate limit"}}""")]
    [TestCase("""{"id":"x","choices":null,"base_resp":{"status_msg":"rate limit","status_code":1002}}""")]
    public void IsIn_ErrorByName_IsFound(string json) => Assert.That(IsError(json), Is.True);

    [TestCase("""{"code":200,"msg":"ok","data":{}}""")]
    [TestCase("""{"code":0,"msg":"no error","data":null}""")]
    [TestCase("""{"code":0}""")]
    [TestCase("""{"code":500}""", Description = "a number, and no word about a failure")]
    [TestCase("""{"code":500,"message":"points for you"}""")]
    [TestCase("""{"code":500,"msg":"fetched in spite of an error","data":{"id":1}}""")]
    [TestCase("""{"code":500,"name":"Broken Hill","message":"error-free"}""", Description = "an article that has the code 500")]
    [TestCase("""{"data":{"code":500,"msg":"failed","data":null}}""")]
    [TestCase("""{"code":404,"msg":"no such order: lookup failed","data":null}""", Description = "a 404 is no error either")]
    [TestCase("""{"code":50012,"msg":"stored","data":null}""")]
    [TestCase("""{"code":1,"msg":"success","data":null}""")]
    [TestCase("""{"success":true,"code":500,"msg":"error reports are off","data":null}""")]
    [TestCase("""{"id":7,"status":"failed","message":"payment failed","total":10}""", Description = "an order that failed")]
    [TestCase("""{"id":7,"status":"failed","error":null}""")]
    [TestCase("""{"type":"error","message":"a line of a log"}""")]
    [TestCase("""{"type":"response.failed","count":3}""", Description = "a setting of webhooks")]
    [TestCase("""{"object":"error_report","message":"x"}""")]
    [TestCase("""{"object":"list","data":[{"object":"error","message":"x"}]}""")]
    [TestCase("""{"products":[{"code":500,"msg":"error","data":null}]}""")]
    [TestCase("""{"base_resp":{"status_code":0,"status_msg":"success"},"choices":[]}""")]
    [TestCase("""{"code":500,"msg":"it failed","data":null""", Description = "cut off: there may be more")]
    public void IsIn_HealthyLookAlike_IsNotFound(string json) => Assert.That(IsError(json), Is.False);

    [Test]
    public void IsIn_RouteNamesAnotherStatus_CodeFollowsIt()
    {
        Assert.That(ErrorStatuses.TryParse("404", out var statuses), Is.True);
        var rule = new BodyRule(null, statuses!);
        Assert.That(rule.IsError("""{"code":404,"msg":"gone","data":null}"""u8, JsonErrorPlace.Answer), Is.True);
        Assert.That(rule.IsError("""{"code":500,"msg":"failed","data":null}"""u8, JsonErrorPlace.Answer), Is.False);
    }

    [Test]
    public void IsIn_AnyBytes_DoesNotThrow() =>
        Gen.Select(Gen.Byte.Array[0, 40], Gen.Char["{}[]\",:\\ tn1"].Array[0, 40]).Sample((bytes, marks) =>
        {
            byte[] json = [.. "{\"error\":"u8, .. Encoding.ASCII.GetBytes(marks), .. bytes];
            _ = BodyRules.Usual.IsError(json, JsonErrorPlace.Answer);
            return true;
        });

    [Test]
    public void IsIn_AHundredThousandLevels_IsNotFound() =>
        Assert.That(IsError($"{{\"a\":{new string('[', 100_000)},\"error\":{{\"a\":1}}}}"), Is.False);

    private static bool IsError(string json) => BodyRules.Usual.IsError(Encoding.UTF8.GetBytes(json), JsonErrorPlace.Answer);
}
