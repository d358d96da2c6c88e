using System.IO.Compression;
using System.Text;
using Gateway.Modules.ErrorText;
using Gateway.Modules.ErrorText.Extraction;
using Gateway.Modules.ErrorText.Masking;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Tests.ErrorText;

/// <summary>A hundred thousand broken bodies: none throws, none gives a long text, none costs more memory than its size allows.</summary>
internal sealed class MutatedBodiesTests
{
    private const int Bodies = 100_000;

    private static readonly string[] Seeds =
    [
        """{"error":{"code":"40P01","message":"deadlock detected: Process 17 waits for ShareLock","type":"db"},"requestId":"b1f"}""",
        """{"errors":[{"message":"Field 'id' is missing","extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}],"data":null}""",
        """{"message":"{\"error\":{\"code\":\"ER_LOCK_DEADLOCK\",\"message\":\"Deadlock found\"}}"}""",
        "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502</h1></center><!-- a padding "
            + "--><pre>Traceback</pre></body></html>",
        "<?xml version=\"1.0\" encoding=\"GBK\"?><Error><Code>SlowDown</Code><Message><![CDATA[reduce rate]]></Message></Error>",
        "java.lang.IllegalStateException: boom\n\tat a.B.c(B.java:1)\nCaused by: java.net.ConnectException: Connection refused\n\t... "
            + "12 more",
        "Traceback (most recent call last):\n  File \"/app/a.py\", line 17, in f\nValueError: bad thing 17\n",
        "System.Exception: outer\n ---> Npgsql.PostgresException (0x80004005): 57014: canceling\n   at X.Y() in /src/X.cs:line 12",
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n",
        "Duplicate entry 'bob-2024' for key 'users.email'; SQL: insert into `users` (`email`) values ('a@b.io') at 10.0.0.1:3306",
        "事务被死锁, 表 t_orders 已锁定, 用户 'app' 数据库 \"shop\"",
        "password=hunter2 Authorization: Bearer abc.def.ghi sk-abcdefghijkl1234 -----BEGIN KEY-----",
    ];

    private static readonly string[] Pathological =
    [
        "[", "{\"a\":", "\"", "'", "`", "<", "<a", "<!--", "&lt;", "((", ")=(", "::", "1:", "1.2.3.", "a.", "a-", "a_", "A.", "/a", "\\",
        "\\\"", "@", "0x", "eyJ",
        "select * from ", "insert into ", "update a set ", "Key (", "user '", "table ", " ---> ", "Caused by: ", "{ ", "password", "=",
        "\n  at x(", "2024-01-02T",
        "\uD800", "表", "“", "gpt-", "data: {", "event: error\n", "Bearer ", "Jan 2 ", "-----BEGIN ", "a#b(", "com.a.b.",
    ];

    [Test]
    public void Read_MutatedBodies_NeverThrowStayShortAndBounded()
    {
        var random = new Random(20_251_125);
        var reader = new ErrorTextReader(new Masker());
        long most = 0;
        for (var i = 0; i < Bodies; i++)
        {
            var body = Next(random, out var encoding, out var contentType);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var text = reader.Read(new ErrorResponse(RequestOutcome.UpstreamError, 500, null, null, contentType, encoding, body, null));
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            most = Math.Max(most, allocated);
            if (text.Masked.Length is 0 or > 1000)
            {
                Assert.Fail($"body {i}: {text.Masked.Length} characters");
            }
        }

        // A body of 16 KiB, or the 64 KiB that it inflates to, is held a few times over: as UTF-8, UTF-16 and parts of these.
        Assert.That(most, Is.LessThan(4 * 1024 * 1024));
    }

    [Test]
    public void Parts_MutatedBodies_NeverThrow()
    {
        // Each part by itself: the reader would hide what one throws.
        var random = new Random(7);
        for (var i = 0; i < Bodies / 10; i++)
        {
            var body = Next(random, out _, out var contentType);
            var text = Encoding.UTF8.GetString(TextDecoding.ToUtf8(body, contentType).Span);
            ErrorTexts.Masker.Mask(text.AsSpan(0, Math.Min(text.Length, 4000)));
            MarkupExtraction.Read(text);
            TraceExtraction.Read(text);
            EventStreamExtraction.Read(text, 500);
            GrpcWebExtraction.Read(body, "application/grpc-web" + (i % 2 == 0 ? "" : "-text"));
            JsonExtraction.TryRead(body, 500, out _);
        }

        Assert.Pass();
    }

    [Test]
    public void Read_PathologicalBodies_AllocateInProportionToTheirSize([ValueSource(nameof(Pathological))] string piece)
    {
        var reader = new ErrorTextReader(new Masker());
        var small = AllocatedFor(reader, Repeat(piece, 4 * 1024));
        var large = AllocatedFor(reader, Repeat(piece, 16 * 1024));

        Assert.That(large, Is.LessThan((small * 8) + 65_536));
    }

    private static long AllocatedFor(ErrorTextReader reader, byte[] body)
    {
        var response = new ErrorResponse(RequestOutcome.UpstreamError, 500, null, null, "text/plain", null, body, null);
        reader.Read(in response);
        var before = GC.GetAllocatedBytesForCurrentThread();
        reader.Read(in response);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static byte[] Repeat(string piece, int length) =>
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, length / piece.Length)));

    private static byte[] Next(Random random, out string? encoding, out string? contentType)
    {
        encoding = null;
        contentType = random.Next(4) switch { 0 => "application/json", 1 => "text/html; charset=gbk", 2 => "text/event-stream", _ => null };
        var body = Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]);
        switch (random.Next(200))
        {
            case 0:
                return Repeat(Pathological[random.Next(Pathological.Length)], 16 * 1024);
            case 1:
                encoding = random.Next(2) == 0 ? "gzip" : "br";
                return Bomb(encoding);
            case < 40:
                return body[..random.Next(body.Length)];
            case < 80:
                return Flip(body, random);
            case < 110:
                return [.. body[..random.Next(body.Length)], .. Encoding.UTF8.GetBytes(Pathological[random.Next(Pathological.Length)]),
                    .. body[random.Next(body.Length)..]];
            case < 130:
                return [.. body[..random.Next(body.Length)],
                    .. Repeat(Pathological[random.Next(Pathological.Length)], 1 + random.Next(600)), .. body];
            case < 150:
                contentType = "application/grpc-web+proto";
                return [0x80, 0, 0, (byte)random.Next(256), (byte)random.Next(256), .. body];
            case < 160:
                encoding = "gzip";
                return Flip(body, random);
            case < 170:
                return Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body))[..random.Next(body.Length)];
            default:
                return Flip(Flip(Flip(body, random), random), random);
        }
    }

    private static byte[] Flip(byte[] body, Random random)
    {
        body[random.Next(body.Length)] = (byte)random.Next(256);
        return body;
    }

    private static byte[] Bomb(string encoding)
    {
        using var target = new MemoryStream();
        using (Stream stream = encoding == "gzip"
            ? new GZipStream(target, CompressionLevel.Fastest) : new BrotliStream(target, CompressionLevel.Fastest))
        {
            stream.Write(new byte[512 * 1024]);
        }

        return target.ToArray();
    }
}
