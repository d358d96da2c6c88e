using System.Buffers.Binary;
using System.Text;
using Gateway.Modules.Proxy.Forwarding.ErrorsInBody;

namespace Gateway.Tests.Proxy.Forwarding.ErrorsInBody;

/// <summary>Each kind of body, whole and cut at every place: the cuts make no difference.</summary>
public sealed class BodyErrorFinderTests
{
    private const int Capacity = 1024;
    private const string Gone = """{"error":{"code":503,"message":"overloaded"}}""";

    [TestCase("application/x-ndjson", "{\"done\":false}\n{\"error\":\"runner stopped\"}\n", """{"error":"runner stopped"}""")]
    [TestCase("application/jsonl; charset=utf-8", "{\"a\":1}\r\n\r\n{\"error\":\"runner stopped\"}", """{"error":"runner stopped"}""")]
    [TestCase("application/stream+json", "{\"error\":\"runner stopped\"}\n{\"a\":1}\n", """{"error":"runner stopped"}""")]
    [TestCase("application/json-seq", "\u001e{\"a\":1}\n\u001e{\"error\":\"runner stopped\"}\n", """{"error":"runner stopped"}""")]
    [TestCase("application/json", "[{\"text\":\"]}\\\\\\\"{[\"}\n,\n" + Gone + "\n]", Gone)]
    [TestCase("application/json", " [" + Gone, Gone)]
    [TestCase("application/json", "[{\"a\":[{}]},{\"object\":\"error\",\"message\":\"x\"}]", """{"object":"error","message":"x"}""")]
    public void Find_Error_IsThatPiece(string type, string body, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            using var error = Find(type, bytes, cut);
            Assert.That(Text(error), Is.EqualTo(expected), $"cut at {cut}");
            Assert.That(error!.ContentType, Is.EqualTo("application/json"));
        }
    }

    [TestCase("application/x-ndjson", "{\"error\":null}\n{\"text\":\"\\\"error\\\":\\\"x\\\"\"}\n\n")]
    [TestCase("application/json",
        "[{\"id\":1,\"status\":\"failed\",\"error\":{\"message\":\"one job of many\"}},{\"id\":2,\"error\":null}]")]
    [TestCase("application/json", "[{\"error\":\"the name of a column\"}]")]
    [TestCase("application/json", "[{\"a\":{\"error\":{\"b\":1}}},[{\"error\":{\"b\":1}}]]")]
    [TestCase("application/json", "[]")]
    [TestCase("application/json", "[\"error\",1]}}]]{\"")]
    [TestCase("application/json", "")]
    public void Find_NoError_IsNull(string type, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            Assert.That(Find(type, bytes, cut), Is.Null, $"cut at {cut}");
        }
    }

    [TestCase("application/json", "[", "{\"text\":\"once upon a time\"},", "]")]
    [TestCase("application/x-ndjson", "", "{\"text\":\"once upon a time\"}\n", "\n")]
    public void Find_ErrorFarBeyondTheCapacity_IsFoundWhenItPasses(string type, string start, string piece, string end)
    {
        var finder = BodyErrorFinder.For(BodyRules.Usual, type, null, Capacity)!;
        finder.Append(Encoding.UTF8.GetBytes(start));
        for (var i = 0; i < 1000; i++)
        {
            finder.Append(Encoding.UTF8.GetBytes(piece));
        }

        finder.Append(Encoding.UTF8.GetBytes(Gone + end));
        using var error = finder.TakeError();
        Assert.That(Text(error), Is.EqualTo(Gone));
    }

    [TestCase("exception", ":exception-type", "throttlingException", """{"message":"Too many tokens"}""",
        """{"type":"throttlingException","error":{"message":"Too many tokens"}}""")]
    [TestCase("exception", ":exception-type", "a\"b", "plain \"words\"", """{"type":"a\u0022b","message":"plain \u0022words\u0022"}""")]
    [TestCase("error", ":error-code", "InternalError", "", """{"type":"InternalError","message":"went wrong"}""")]
    public void Find_AwsException_IsItsKindAndItsPayload(string type, string kindHeader, string kind, string payload, string expected)
    {
        byte[] body =
        [
            .. AwsMessage("{\"bytes\":\"e30=\"}", (":message-type", "event"), (":event-type", "chunk")),
            .. AwsMessage(payload, (":message-type", type), (kindHeader, kind), (":error-message", "went wrong")),
            .. AwsMessage("{}", (":message-type", "event")),
        ];
        for (var cut = 0; cut <= body.Length; cut++)
        {
            using var error = Find("application/vnd.amazon.eventstream", body, cut);
            Assert.That(Text(error), Is.EqualTo(expected), $"cut at {cut}");
        }
    }

    [Test]
    public void Find_AwsExceptionIsCutShort_IsStillOne()
    {
        var body = AwsMessage("{\"message\":\"Too many\"}", (":message-type", "exception"), (":exception-type", "throttling"))[..^10];
        using var error = Find("application/vnd.amazon.eventstream", body, 3);
        Assert.That(Text(error), Does.StartWith("""{"type":"throttling","error":{"message":"Too"""));
    }

    [Test]
    public void Find_AwsHealthyOrBroken_IsNull()
    {
        var healthy = AwsMessage("exception", (":message-type", "event"), (":exception-type", "none"));
        Assert.That(Find("application/vnd.amazon.eventstream", [.. healthy, .. healthy], 5), Is.Null);
        foreach (var length in new[] { 0, 11, 12, 5000 })
        {
            Assert.That(Find("application/vnd.amazon.eventstream", [.. Enumerable.Repeat((byte)0xFF, length), .. healthy], 0), Is.Null);
        }
    }

    [TestCase("application/x-ndjson")]
    [TestCase("application/vnd.amazon.eventstream")]
    [TestCase("text/event-stream")]
    public void For_CompressedStream_IsNone(string type) =>
        Assert.That(BodyErrorFinder.For(BodyRules.Usual, type, "gzip", Capacity), Is.Null);

    [TestCase("text/plain")]
    [TestCase("application/octet-stream")]
    [TestCase(null)]
    public void For_OtherType_IsNone(string? type) => Assert.That(BodyErrorFinder.For(BodyRules.Usual, type, null, Capacity), Is.Null);

    private static byte[] AwsMessage(string payload, params (string Name, string Value)[] headers)
    {
        var head = new MemoryStream();
        foreach (var (name, value) in headers)
        {
            head.Write([(byte)name.Length, .. Encoding.UTF8.GetBytes(name), 7, 0, (byte)value.Length, .. Encoding.UTF8.GetBytes(value)]);
        }

        head.Write([1, (byte)'b', 0, 1, (byte)'t', 8, 0, 0, 0, 0, 0, 0, 0, 0]);
        var message = new byte[16 + head.Length + payload.Length];
        BinaryPrimitives.WriteUInt32BigEndian(message, (uint)message.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(4), (uint)head.Length);
        head.ToArray().CopyTo(message, 12);
        Encoding.UTF8.GetBytes(payload).CopyTo(message, 12 + (int)head.Length);
        return message;
    }

    private static string? Text(CapturedBody? body) => body is null ? null : Encoding.UTF8.GetString(body.Bytes.Span);

    private static CapturedBody? Find(string type, byte[] body, int cut)
    {
        var finder = BodyErrorFinder.For(BodyRules.Usual, type, null, Capacity)!;
        cut = Math.Min(cut, body.Length);
        finder.Append(body.AsSpan(0, cut));
        finder.Append(body.AsSpan(cut));
        return finder.TakeError();
    }
}
