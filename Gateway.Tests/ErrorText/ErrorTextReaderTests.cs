using System.IO.Compression;
using System.Text;
using CsCheck;
using Gateway.Modules.ErrorText.Extraction;

namespace Gateway.Tests.ErrorText;

internal sealed class ErrorTextReaderTests
{
    [Test]
    public void Read_SlowAnswer_SpeaksOfItsRouteAlone()
    {
        static MaskedError Slow(string route) => ErrorTexts.OfSlow(route);
        var (first, second) = (Slow("orders-1"), Slow("orders-2"));
        Assert.Multiple(() =>
        {
            Assert.That((first.Masked, first.GuardKey, first.IsOpaque), Is.EqualTo(("slow answers of orders-1", "slow", false)));
            Assert.That(first.Fingerprint, Is.EqualTo(Slow("orders-1").Fingerprint).And.Not.EqualTo(second.Fingerprint));
            Assert.That(first.Fingerprint, Is.Not.EqualTo(ErrorTexts.Of("slow answers of orders-1").Fingerprint), "an error that says so");
        });
    }

    [TestCase(
        """{"error":{"code":"40P01","message":"deadlock detected: Process 17 waits for ShareLock on transaction 99; blocked by """
            + """process 4."}}""",
        "40P01: deadlock detected: Process {n} waits for ShareLock on transaction {n}; blocked by process {n}.")]
    [TestCase("""{"error":"simulated database timeout after 5012 ms"}""", "simulated database timeout after {n} ms")]
    [TestCase(
        """{"error":{"message":"This model's maximum context length is 8192 """
            + """tokens.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""",
        "context_length_exceeded invalid_request_error: This model's maximum context length is {n} tokens.")]
    [TestCase("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}""",
        "overloaded_error: Overloaded")]
    [TestCase(
        """{"type":"https://example.com/problems/out-of-credit","title":"You do not have enough credit.","status":403,"detail":"Your """
            + """balance is 30, but that costs 50.","instance":"/account/12345/msgs/abc"}""",
        "You do not have enough credit.: Your balance is {n}, but that costs {n}.")]
    [TestCase(
        """{"timestamp":"2024-05-02T10:11:12.123+00:00","status":500,"error":"Internal Server Error","message":"Could not open """
            + """connection","path":"/api/orders/17","traceId":"4bf92f3577b34da6a3ce929d0e0e4736","requestId":"b1f"}""",
        "Could not open connection")]
    [TestCase("""{"timestamp":"2024-05-02T10:11:12.123+00:00","status":500,"error":"Internal Server Error","path":"/api/orders/17"}""",
        "Internal Server Error")]
    [TestCase(
        """{"errors":[{"message":"Field 'id' is """
            + """missing","locations":[{"line":2,"column":3}],"extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}""",
        "GRAPHQL_VALIDATION_FAILED: Field 'id' is missing")]
    [TestCase("""{"error":{"code":503,"message":"The service is currently unavailable.","status":"UNAVAILABLE"}}""",
        "The service is currently unavailable.")]
    [TestCase("""{"message":"{\"error\":{\"code\":\"ER_LOCK_DEADLOCK\",\"message\":\"Deadlock found\"}}"}""",
        "ER_LOCK_DEADLOCK: Deadlock found")]
    [TestCase("""{"code":1213,"message":"Deadlock found when trying to get lock"}""", "code 1213: Deadlock found when trying to get lock")]
    [TestCase("""{"title":"One or more validation errors occurred.","status":400,"errors":{"Name":["The Name field is required."]}}""",
        "The Name field is required.")]
    [TestCase("""{"pspReference":"2F5B3CD462B3A336","refusalReason":"Not enough balance","resultCode":"Refused","shopper":"Jane Doe"}""",
        "Refused: Not enough balance")]
    [TestCase("""{"ok":false,"customer":"Jane Doe"}""", "HTTP 500 Internal Server Error")]
    [TestCase("""{"errors":{"user_id":["has already been taken"]}}""", "has already been taken")]
    [TestCase("""{"email":["该字段必须唯一。"]}""", "该字段必须唯一。")]
    [TestCase("""["first thing broke"]""", "first thing broke")]
    public void Read_Json_KeepsWhatTells(string body, string expected) =>
        Assert.That(ErrorTexts.Of(body, body.Contains("503", StringComparison.Ordinal) ? 503 : 500).Masked, Is.EqualTo(expected));

    [TestCase("connection pool exhausted (20 in use)", "connection pool exhausted ({n} in use)")]
    [TestCase("  two\r\n lines\t here ", "two lines here")]
    [TestCase("java.lang.OutOfMemoryError: Java heap space\n\tat com.acme.Cache.put(Cache.java:17)\n\tat com.acme.Main.run(Main.java:3)",
        "OutOfMemoryError: Java heap space")]
    [TestCase(
        "java.lang.RuntimeException: boom\n\tat a.B.c(B.java:1)\nCaused by: java.net.ConnectException: Connection refused\n\tat "
            + "d.E.f(E.java:2)\n\t... 12 more",
        "ConnectException: Connection refused")]
    [TestCase(
        "System.InvalidOperationException: outer\n ---> Npgsql.PostgresException (0x80004005): 57014: canceling statement due to "
            + "statement timeout\n   at X.Y() in /src/X.cs:line 12\n   --- End of inner exception stack trace ---\n   at Z.W()",
        "PostgresException (0x80004005): 57014: canceling statement due to statement timeout")]
    [TestCase("NoMethodError (undefined method `total' for nil):\n\napp/models/order.rb:17:in `total'\napp/models/order.rb:9:in `sum'",
        "NoMethodError (undefined method `{q}' for nil):")]
    [TestCase("Traceback (most recent call last):\n  File \"/app/a.py\", line 17, in f\n    g()\nValueError: bad thing 17\n",
        "ValueError: bad thing {n}")]
    public void Read_TextOrTrace_KeepsTypeAndMessage(string body, string expected) =>
        Assert.That(ErrorTexts.Of(body).Masked, Is.EqualTo(expected));

    [TestCase(
        "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad "
            + "Gateway</h1></center><hr><center>nginx/1.22.1</center></body></html>",
        "502 Bad Gateway")]
    [TestCase(
        "<!DOCTYPE html><html><head><title>Error</title><style>body{color:red}</style></head><body><h1>Whoops</h1><pre>TypeError: "
            + "Cannot read properties of undefined (reading &#39;map&#39;)<br> &nbsp; at Shop.list (/app/shop.js:17:3)</pre></body></html>",
        "TypeError: Cannot read properties of undefined (reading 'map')")]
    [TestCase(
        "<?xml version=\"1.0\"?><Error><Code>SlowDown</Code><Message>Please reduce your request "
            + "rate.</Message><RequestId>4442587FB7D0A2F9</RequestId></Error>",
        "SlowDown: Please reduce your request rate.")]
    public void Read_Markup_KeepsTitleHeadingAndText(string body, string expected) =>
        Assert.That(ErrorTexts.Of(body).Masked, Is.EqualTo(expected));

    [TestCase("")]
    [TestCase("   \n")]
    [TestCase("""{"requestId":"b1f","timestamp":17}""")]
    [TestCase("{}")]
    [TestCase("\0\u0001binary")]
    public void Read_NothingUsable_GivesStatusLine(string body) =>
        Assert.That(ErrorTexts.Of(body, 503).Masked, Is.EqualTo("HTTP 503 Service Unavailable"));

    [TestCase("""{"error":{"message":"disk full on volume 17","trace":["a","b""", "disk full on volume {n}")]
    [TestCase("""{"error": not json at all""", """{"error": not json at all""")]
    [TestCase("[ERROR] worker 7 crashed", "[ERROR] worker {n} crashed")]
    public void Read_TruncatedOrInvalidJson_GivesWhatItCan(string body, string expected) =>
        Assert.That(ErrorTexts.Of(body).Masked, Is.EqualTo(expected));

    [Test]
    public void Read_Encoded_Decompresses([Values("gzip", "br", "deflate")] string encoding) =>
        Assert.That(ErrorTexts.OfBytes(Compress("""{"error":"deadlock detected"}""", encoding), encoding).Masked,
            Is.EqualTo("deadlock detected"));

    [Test]
    public void Read_GzipCutShort_GivesWhatCameBefore()
    {
        var whole = Compress("deadlock detected " + string.Concat(Enumerable.Range(0, 4000).Select(i => $"row {i * 7919} ")), "gzip");

        Assert.That(ErrorTexts.OfBytes(whole[..(whole.Length / 2)], "gzip").Masked, Does.StartWith("deadlock detected row {n}"));
    }

    [Test]
    public void Read_BombOrUnknownOrFalseEncoding_StaysSmallAndGivesStatusLine()
    {
        var bomb = ErrorTexts.OfBytes(Compress(new string('a', 50_000_000), "gzip"), "gzip");

        Assert.Multiple(() =>
        {
            Assert.That(bomb.Masked, Has.Length.LessThanOrEqualTo(1000));
            Assert.That(ErrorTexts.OfBytes("x"u8.ToArray(), "zstd").Masked, Is.EqualTo("HTTP 500 Internal Server Error"));
            Assert.That(ErrorTexts.OfBytes("not gzip"u8.ToArray(), "gzip").Masked, Is.EqualTo("HTTP 500 Internal Server Error"));
        });
    }

    [Test]
    public void Read_LongText_KeepsHeadAndTail()
    {
        var text = ErrorTexts.Of("begin here " + string.Join(' ', Enumerable.Repeat("filler", 2000)) + " root cause").Masked;

        Assert.Multiple(() =>
        {
            Assert.That(text, Has.Length.LessThanOrEqualTo(1000));
            Assert.That(text, Does.StartWith("begin here").And.EndsWith("root cause"));
        });
    }

    [Test]
    public void Read_SecretWhereALongTextIsCut_DoesNotSurvive()
    {
        for (var shift = 0; shift < 400; shift += 3)
        {
            var filler = string.Join(' ', Enumerable.Repeat("filler", 380)) + new string('x', shift);
            var text =
                ErrorTexts.Of(
                    $"{filler} password=\"correct horse battery\" {string.Join(' ', Enumerable.Repeat("after", 600))} end").Masked;

            Assert.That(text, Does.Not.Contain("horse").And.Not.Contain("battery"));
        }
    }

    [Test]
    public void Read_Transport_TakesTransportText() => Assert.Multiple(() =>
    {
        var refused = ErrorTexts.OfTransport(RequestOutcome.TransportError, "Request: Connection refused (127.0.0.1:5001)");
        Assert.That(refused.Masked, Is.EqualTo("Request: Connection refused ({ip})"));
        Assert.That(refused.GuardKey, Is.EqualTo("transport"));
        Assert.That(ErrorTexts.OfTransport(RequestOutcome.Timeout, null),
            Has.Property("GuardKey").EqualTo("timeout").And.Property("Masked").Not.Empty);
    });

    [Test]
    public void Read_Grpc_NamesStatusAndTakesTheMessageAsItIsMeant()
    {
        var text = ErrorTexts.OfGrpc(14, "upstream gone: 10.0.0.1:50051");

        Assert.That((text.Masked, text.GuardKey), Is.EqualTo(("UNAVAILABLE: upstream gone: {ip}", "grpc")));
    }

    [Test]
    public void Read_SameTextOtherClass_HasOtherFingerprint()
    {
        var prints = new[]
        {
            ErrorTexts.Of("boom", 500), ErrorTexts.Of("boom", 400), ErrorTexts.OfTransport(RequestOutcome.TransportError, "boom"),
            ErrorTexts.OfTransport(RequestOutcome.Timeout, "boom"),
        }.Select(t => t.Fingerprint).Distinct();

        Assert.That(prints.Count(), Is.EqualTo(4));
    }

    [Test]
    public void Read_Fingerprint_IsStableOverVersions() =>
        Assert.That(ErrorTexts.Of("deadlock detected").Fingerprint.ToString(), Is.EqualTo("c3d50ea9ed640d59"));

    [Test]
    public void Read_AnyBytes_NeverThrowsAndStaysShort()
    {
        string[] marks =
        [
            "{\"error\":", "[", "\"", "'", "`", "<html>", "</", "<!--", "\\", "://", "@", "::", "((", ")=(", "1.2.3.", "password=", "eyJ",
            "-----BEGIN ", "{", "}",
            "Caused by: ", " ---> ", "Traceback (most recent call last)", "0x", "\n  at x", "Jan 2 ", "2024-01-02T", "C:\\",
            "Bearer ", "\uD800",
        ];
        var pieces = Gen.OneOf(Gen.String, Gen.Int[0, marks.Length - 1].Select(i => marks[i]));
        pieces.Array[0, 30].Select(p => string.Concat(p)).Sample(body =>
        {
            // Each part by itself: the reader would hide what one throws.
            ErrorTexts.Masker.Mask(body);
            MarkupExtraction.Read(body);
            TraceExtraction.Read(body);
            JsonExtraction.TryRead(Encoding.UTF8.GetBytes(body), 500, out _);
            var text = ErrorTexts.Of(body);
            return text.Masked.Length is > 0 and <= 1000;
        }, iter: 3000);
    }

    private static byte[] Compress(string text, string encoding)
    {
        using var target = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(target, CompressionLevel.Fastest),
            "br" => new BrotliStream(target, CompressionLevel.Fastest),
            _ => new ZLibStream(target, CompressionLevel.Fastest),
        })
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return target.ToArray();
    }
}
