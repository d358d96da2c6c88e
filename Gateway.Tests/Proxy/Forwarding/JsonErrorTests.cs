using System.Text;
using CsCheck;
using Gateway.Modules.Proxy;

namespace Gateway.Tests.Proxy;

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
    public void IsIn_Error_IsFound(string json) => Assert.That(JsonError.IsIn(Encoding.UTF8.GetBytes(json)), Is.True);

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
    public void IsIn_NoError_IsNotFound(string json) => Assert.That(JsonError.IsIn(Encoding.UTF8.GetBytes(json)), Is.False);

    [Test]
    public void IsIn_AnyBytes_DoesNotThrow() =>
        Gen.Select(Gen.Byte.Array[0, 40], Gen.Char["{}[]\",:\\ tn1"].Array[0, 40]).Sample((bytes, marks) =>
        {
            byte[] json = [.. "{\"error\":"u8, .. Encoding.ASCII.GetBytes(marks), .. bytes];
            _ = JsonError.IsIn(json);
            return true;
        });

    [Test]
    public void IsIn_AHundredThousandLevels_IsNotFound() =>
        Assert.That(JsonError.IsIn(Encoding.ASCII.GetBytes($"{{\"a\":{new string('[', 100_000)},\"error\":{{\"a\":1}}}}")), Is.False);
}
