using System.Text;
using CsCheck;
using Gateway.Modules.Proxy.Forwarding.ErrorsInBody;

namespace Gateway.Tests.Proxy.Forwarding.ErrorsInBody;

public sealed class EventStreamErrorFinderTests
{
    private const int Capacity = 16 * 1024;

    [TestCase("event: error\ndata: {\"error\":{\"type\":\"overloaded_error\"}}\n\n", "{\"error\":{\"type\":\"overloaded_error\"}}",
        "application/json", TestName = "Find_NamedEvent_IsFound")]
    [TestCase("data: 1\n\nevent:error\r\ndata:upstream gone\r\n\r\n", "upstream gone", "text/plain",
        TestName = "Find_NamedEventWithPlainText_IsFound")]
    [TestCase("data: {\"delta\":\"a\"}\n\ndata: {\"error\":{\"message\":\"quota\"}}\n\ndata: [DONE]\n\n",
        "{\"error\":{\"message\":\"quota\"}}", "application/json", TestName = "Find_ErrorObject_IsFound")]
    [TestCase("data: {\"error\":\ndata: {\"message\":\"two lines\"}}\n\n", "{\"error\":\n{\"message\":\"two lines\"}}", "application/json",
        TestName = "Find_ErrorObjectOverTwoLines_IsFound")]
    [TestCase("data: a\r\revent: error\rid: 7\rdata: b\r\r", "b", "text/plain", TestName = "Find_CarriageReturnsAlone_IsFound")]
    [TestCase("\uFEFFevent: error\ndata: b\n\n", "b", "text/plain", TestName = "Find_ByteOrderMark_IsFound")]
    [TestCase("data: ok\n\nevent: error\ndata: last words", "last words", "text/plain",
        TestName = "Find_EventAtTheEndWithoutABlankLine_IsFound")]
    [TestCase("event: error\ndata: first\n\nevent: error\ndata: second\n\n", "first", "text/plain",
        TestName = "Find_TwoErrors_TheFirstIsTaken")]
    [TestCase(": a comment\nretry: 10\nevent: message\nevent: error\ndata: x\n\n", "x", "text/plain",
        TestName = "Find_LastNameCounts_IsFound")]
    [TestCase(
        "event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":{\"status\":\"failed\","
            + "\"error\":{\"message\":\"gone\"}}}\n\n",
                "{\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":{\"message\":\"gone\"}}}", "application/json",
                TestName = "Find_FailedResponse_IsFound")]
    [TestCase("data: {\"type\":\"response.failed\",\"response\":{}}\n\n", "{\"type\":\"response.failed\",\"response\":{}}",
        "application/json", TestName = "Find_FailedResponseWithoutAName_IsFound")]
    [TestCase("data: {\"object\":\"error\",\"message\":\"stopped\",\"code\":500}\n\n",
        "{\"object\":\"error\",\"message\":\"stopped\",\"code\":500}", "application/json", TestName = "Find_ObjectThatIsAnError_IsFound")]
    [TestCase("data: {\"type\":\"error\",\"message\":\"stopped\"}\n\n", "{\"type\":\"error\",\"message\":\"stopped\"}", "application/json",
        TestName = "Find_TypeThatIsAnError_IsFound")]
    [TestCase("data: {\"base_resp\":{\"status_code\":1002,\"status_msg\":\"rate limit\"}}\n\n",
        "{\"base_resp\":{\"status_code\":1002,\"status_msg\":\"rate limit\"}}", "application/json",
        TestName = "Find_CodeInAnEvent_IsFound")]
    public void Append_Error_IsTheEventsData(string stream, string data, string contentType)
    {
        using var error = Find(Encoding.UTF8.GetBytes(stream), []);

        Assert.That(error, Is.Not.Null);
        Assert.That(Encoding.UTF8.GetString(error!.Bytes.Span), Is.EqualTo(data));
        Assert.That(error.ContentType, Is.EqualTo(contentType));
        Assert.That(error.ContentEncoding, Is.Null);
    }

    [TestCase("")]
    [TestCase("data: {\"delta\":\"an \\\"error\\\" is told of\"}\n\ndata: [DONE]\n\n")]
    [TestCase(
        "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"status\":\"in_progress\",\"error\":null}}\n\n")]
    [TestCase("event: response.incomplete\ndata: {\"type\":\"response.incomplete\",\"response\":{\"error\":null}}\n\n")]
    [TestCase("data: {\"type\":\"response.output_text.delta\",\"delta\":\"{\\\"type\\\":\\\"response.failed\\\"}\"}\n\n")]
    [TestCase("event: errors\ndata: 1\n\n")]
    [TestCase("event: error\nevent: done\ndata: 1\n\n")]
    [TestCase("event: error\n\ndata: 1\n\n", Description = "an event without data is none, and its name goes with it")]
    [TestCase(": event: error\ndata: 1\n\n")]
    [TestCase("events: error\ndata: {\"error\":null}\n\n")]
    [TestCase("data: {\"error\":\n\ndata: {\"a\":1}}\n\n")]
    [TestCase("xdata: {\"error\":{\"a\":1}}\n\n")]
    public void Append_NoError_IsNull(string stream) => Assert.That(Find(Encoding.UTF8.GetBytes(stream), []), Is.Null);

    [Test]
    public void Append_EventLongerThanTheCapacity_IsCut()
    {
        var stream = Encoding.ASCII.GetBytes($"data: {{\"error\":{{\"message\":\"{new string('x', 3 * Capacity)}\"}}}}\n\n");
        using var error = Find(stream, [100, Capacity, 2 * Capacity]);

        Assert.That(error!.Length, Is.EqualTo(Capacity));
        Assert.That(error.Bytes.Span.StartsWith("{\"error\":{\"message\":\"xxx"u8), Is.True);
    }

    /// <summary>Streams made of the pieces that matter, cut anywhere: the cuts make no difference.</summary>
    [Test]
    public void Append_AnySplit_FindsTheSame()
    {
        string[] pieces =
        [
            "data: ", "data:", "event: error", "event:", "id: 1", ": c", "\n", "\n\n", "\r\n", "\r\n\r\n", "\r", " ", "x", "é", "\uFEFF",
            "{\"error\":{\"a\":1}}", "{\"error\":", "{\"delta\":\"y\"}", "[DONE]", "data: a long line that goes past the head",
        ];
        var stream = Gen.Int[0, pieces.Length - 1].Array[0, 25]
            .Select(chosen => Encoding.UTF8.GetBytes(string.Concat(chosen.Select(i => pieces[i]))));
        stream.SelectMany(bytes => Gen.Int[0, bytes.Length].Array[0, 12].Select(cuts => (bytes, cuts))).Sample(
            (bytes, cuts) =>
            {
                using var whole = Find(bytes, []);
                using var split = Find(bytes, cuts);
                return Text(whole) == Text(split) && whole?.ContentType == split?.ContentType;
            },
            iter: 20_000);
    }

    [Test]
    public void Append_AnySplit_OfARealStreamAtEachPlace_FindsTheSame()
    {
        byte[] stream =
        [
            .. "event: delta\r\ndata: {\"t\":\"é\"}\r\n\r\n"u8,
            .. "event: error\r\ndata: {\"error\":{\"type\":\"overloaded_error\"}}\r\n\r\ndata: [DONE]\r\n\r\n"u8,
        ];
        for (var i = 0; i <= stream.Length; i++)
        {
            using var error = Find(stream, [i]);
            Assert.That(Text(error), Is.EqualTo("{\"error\":{\"type\":\"overloaded_error\"}}"), $"cut at {i}");
        }
    }

    private static string? Text(CapturedBody? body) => body is null ? null : Encoding.UTF8.GetString(body.Bytes.Span);

    private static CapturedBody? Find(byte[] stream, int[] cuts)
    {
        var finder = new EventStreamErrorFinder(BodyRules.Usual, Capacity);
        var from = 0;
        foreach (var cut in cuts.Order().Append(stream.Length))
        {
            finder.Append(stream.AsSpan(from, cut - from));
            from = cut;
        }

        return finder.TakeError();
    }
}
