using System.IO.Compression;
using System.Text;

namespace Gateway.Tests.ErrorText.Extraction;

/// <summary>What servers, frameworks and runtimes really send, each in its own shape.</summary>
internal sealed class ExtractionShapesTests
{
    [TestCase(
        """{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"The level of configured """
            + """provisioned throughput for the table was exceeded."}""",
        "ProvisionedThroughputExceededException: The level of configured provisioned throughput for the table was exceeded.",
        TestName = "AWS JSON")]
    [TestCase("""{"errorMessage":"Task timed out","errorType":"Sandbox.Timedout","stackTrace":["a","b"]}""",
        "Sandbox.Timedout: Task timed out", TestName = "AWS Lambda")]
    [TestCase(
        """{"error":{"code":429,"message":"Quota exceeded for """
            + """metric.","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/"""
            + """google.rpc.ErrorInfo","reason":"RATE_LIMIT_EXCEEDED"}]}}""",
        "RESOURCE_EXHAUSTED: Quota exceeded for metric.: RATE_LIMIT_EXCEEDED", 429, TestName = "Google")]
    [TestCase(
        """{"error":{"code":"content_filter","message":"The response was """
            + """filtered.","innererror":{"code":"ResponsibleAIPolicyViolation"}}}""",
        "content_filter ResponsibleAIPolicyViolation: The response was filtered.", TestName = "Azure OpenAI")]
    [TestCase(
        """{"Response":{"Error":{"Code":"AuthFailure.SecretIdNotFound","Message":"The SecretId is not found."},"RequestId":"ed93"}}""",
        "AuthFailure.SecretIdNotFound: The SecretId is not found.", TestName = "Tencent")]
    [TestCase(
        """{"RequestId":"7B-1","HostId":"ecs.aliyuncs.com","Code":"Throttling.User","Message":"Request was denied due to user flow """
            + """control."}""",
        "Throttling.User: Request was denied due to user flow control.", TestName = "Aliyun")]
    [TestCase(
        """{"message":"SQLSTATE[HY000]: General """
            + """error","exception":"Illuminate\\Database\\QueryException","file":"/app/x.php","line":17,"trace":[{"file":"a"}]}""",
        "QueryException: SQLSTATE[HY000]: General error", TestName = "Laravel")]
    [TestCase(
        """{"status":500,"error":"Internal Server Error","trace":"java.lang.RuntimeException: outer\n\tat a.B.c(B.java:1)\nCaused by: """
            + """java.net.ConnectException: Connection refused\n\tat d.E.f(E.java:2)","path":"/x"}""",
        "ConnectException: Connection refused", TestName = "Spring, trace only")]
    [TestCase(
        """{"type":"https://tools.ietf.org/html/rfc9110#section-15.6.1","title":"An error occurred while processing your """
            + """request.","status":500,"detail":"Nullable object must have a value."}""",
        "Nullable object must have a value.", TestName = "ASP.NET problem")]
    [TestCase("""{"non_field_errors":["Unable to log in with provided credentials."]}""", "Unable to log in with provided credentials.",
        400, TestName = "Django REST")]
    [TestCase("""{"code":500,"msg":"系统异常","error":"库存不足"}""", "库存不足", TestName = "Chinese boilerplate")]
    [TestCase(""")]}',{"error":"deadlock detected"}""", "deadlock detected", TestName = "Prefixed against scripts")]
    [TestCase("""{"error":{"message":"disk full on vol""", "disk full on vol", TestName = "Cut inside the message")]
    [TestCase("""{"error":"Internal Server Error","message":"An error occurred"}""", "Internal Server Error: An error occurred",
        TestName = "Boilerplate alone stays")]
    [TestCase("""{"error":{"code":"SY/530","message":{"lang":"en","value":"RFC destination does not exist"}}}""",
        "SY/{n}: RFC destination does not exist", TestName = "OData 2, message with its language")]
    [TestCase("""{"message":{"path":["has already been taken"],"name":["is far too long"]}}""", "has already been taken: is far too long",
        TestName = "GitLab, message by field")]
    [TestCase("""{"message":"参数校验失败","errors":{"phone":"手机号格式不正确"}}""", "参数校验失败: 手机号格式不正确", TestName = "Errors by field, a text each")]
    [TestCase("""{"errors":[{"message":"no such shard here","path":["orders","by key of"]}]}""", "no such shard here",
        TestName = "GraphQL path stays out")]
    [TestCase("""{"error":{"message":"Internal Server Error","data":"The repository lock is held elsewhere"}}""",
        "The repository lock is held elsewhere", TestName = "JSON-RPC data")]
    [TestCase("""{"status":"pulling the manifest"}{"status":"downloading"}{"error":"digest does not match"}""", "digest does not match",
        TestName = "Progress before the error")]
    [TestCase("""{"name":"SelectionError","stack":["SelectionError: no primary is known","    at f (/app/n.js:1:1)"]}""",
        "SelectionError: no primary is known", TestName = "Stack as a list")]
    [TestCase("""{"message":"The repository does not exist","typeName":"Acme.Git.RepositoryNotFoundException, Acme.Git"}""",
        "RepositoryNotFoundException: The repository does not exist", TestName = ".NET type with its assembly")]
    [TestCase("""{"errors":["One","Two","Three","the disk of the volume is full"]}""", "the disk of the volume is full: One: Two",
        TestName = "Sentences before single words")]
    [TestCase("""{"msg":"\\u6570\\u636e\\u5e93死锁"}""", "数据库死锁", TestName = "Characters escaped twice")]
    [TestCase(
        """{"error":"a.OuterException: x\\n\\tat a.B.c(B.java:1)\\nCaused by: java.net.SocketException: reset by peer\\n\\tat """
            + """d.E.f(E.java:2)"}""", "SocketException: reset by peer", TestName = "Trace escaped twice")]
    public void Read_Json(string body, string expected, int status = 500) =>
        Assert.That(ErrorTexts.Of(body, status).Masked, Is.EqualTo(expected));

    [TestCase(
        "Traceback (most recent call last):\n  File \"a.py\", line 1, in f\nKeyError: 'x y'\n\nThe above exception was the direct cause "
            + "of the following exception:\n\nTraceback (most recent call last):\n  File \"b.py\", line 2, in g\nServiceError: wrapped\n",
        "KeyError: 'x y'", TestName = "Python, direct cause")]
    [TestCase(
        "Traceback (most recent call last):\n  File \"a.py\", line 1, in f\npsycopg2.errors.NotNullViolation: null value\nDETAIL:  "
            + "Failing row contains (17, Jane Doe).\n",
        "psycopg2.errors.NotNullViolation: null value", TestName = "Python, rows left out")]
    [TestCase(
        "Error: outer failed\n    at f (/app/a.js:1:2)\n  [cause]: Error: connect ECONNREFUSED 10.0.0.1:5432\n      at g (/app/b.js:3:4)",
        "Error: connect ECONNREFUSED {ip}", TestName = "Node cause")]
    [TestCase("panic: runtime error: index out of range [5] with length 3\n\ngoroutine 1 [running]:\nmain.main()\n\t/app/main.go:9",
        "runtime error: index out of range [{n}] with length {n}", TestName = "Go panic")]
    [TestCase("PHP Fatal error:  Uncaught PDOException: could not find driver in /app/x.php:17\nStack trace:\n#0 /app/y.php(3): f()",
        "PDOException: could not find driver in {path}:{n}", TestName = "PHP")]
    [TestCase("app.rb:3:in `load': connection refused (RuntimeError)\n\tfrom app.rb:9:in `main'", "connection refused (RuntimeError)",
        TestName = "Ruby, place first")]
    [TestCase(
        "thread 'main' panicked at src/main.rs:4:10:\nattempt to divide by zero\nnote: run with `RUST_BACKTRACE=1` environment variable "
            + "to display a backtrace", "attempt to divide by zero", TestName = "Rust panic")]
    [TestCase("Error: could not load config\n\nCaused by:\n    0: reading file\n    1: No such file or directory (os error 2)",
        "No such file or directory (os error 2)", TestName = "Rust anyhow")]
    [TestCase("kotlin.UninitializedPropertyAccessException: lateinit property repo has not been initialized\n\tat com.acme.S.f(S.kt:3)",
        "UninitializedPropertyAccessException: lateinit property repo has not been initialized", TestName = "Kotlin")]
    [TestCase("System.NullReferenceException: 未将对象引用设置到对象的实例。\n   在 A.B.C(Int32 id) 位置 d:\\x.cs:行号 12",
        "NullReferenceException: 未将对象引用设置到对象的实例。", TestName = "C#, Chinese")]
    [TestCase(
        "java.sql.SQLException: rejected by the pool\n\tat a.B.c(B.java:1)\n\tSuppressed: java.io.IOException: close failed\n\t\tat "
            + "a.R.x(R.java:2)\n\tCaused by: java.net.SocketException: Socket closed\n\t\tat a.R.y(R.java:3)",
                "SQLException: rejected by the pool", TestName = "Java, suppressed causes left out")]
    [TestCase(
        "  + Exception Group Traceback (most recent call last):\n  |   File \"a.py\", line 3, in f\n  | ExceptionGroup: unhandled (1 "
            + "sub-exception)\n  +-+---------------- 1 ----------------\n    | Traceback (most recent call last):\n    |   File "
            + "\"b.py\", line 9, in g\n    | ConnectionRefusedError: refused by peer\n    +------------------------------------\n",
                "ConnectionRefusedError: refused by peer", TestName = "Python group")]
    [TestCase("  File \"/app/x.py\", line 3\n    def f(:\n          ^\nSyntaxError: invalid syntax", "SyntaxError: invalid syntax",
        TestName = "Python syntax error")]
    [TestCase("refused by ledger\nquery balance\nmain.load\n\t/app/main.go:12\nruntime.main\n\t/usr/go/proc.go:250",
        "refused by ledger query balance", TestName = "Go, error with its stack")]
    [TestCase("error: Uncaught (in promise) PermissionDenied: requires net access\n    at async f (ext:net/01_net.js:490:55)",
        "PermissionDenied: requires net access", TestName = "Deno")]
    [TestCase("[02-May-2024 10:11:12 UTC] PHP Fatal error:  Class Cart not found in the container",
        "Class {name} not found in the container", TestName = "PHP log")]
    [TestCase("** (ConnectionError) tcp recv: closed\n    (db_connection 2.4.0) lib/db_connection.ex:100: DBConnection.checkout/3",
        "** (ConnectionError) tcp recv: closed", TestName = "Elixir")]
    [TestCase("template is missing a block\n\tCart::sum(undef) called at /app/x.pl line 3\n\tmain::run() called at /app/x.pl line 9",
        "template is missing a block", TestName = "Perl")]
    [TestCase("Exception in thread \"pool-3-thread-7\" java.lang.IllegalStateException: keystore is broken\n\tat a.K.l(K.java:4)",
        "IllegalStateException: keystore is broken", TestName = "Java, any thread")]
    [TestCase("sqrt was called with a negative argument\nStacktrace:\n [1] throw_domainerror(f::Symbol)\n   @ Base.Math ./math.jl:33",
        "sqrt was called with a negative argument", TestName = "Julia")]
    [TestCase("ledger does not match the period\nCallStack (from HasCallStack):\n  error, called at src/Main.hs:12:5 in main:Main",
        "ledger does not match the period", TestName = "Haskell")]
    [TestCase("attempt to call a nil value\nstack traceback:\n\t/app/x.lua:3: in main chunk", "attempt to call a nil value",
        TestName = "Lua")]
    public void Read_Trace(string body, string expected) => Assert.That(ErrorTexts.Of(body).Masked, Is.EqualTo(expected));

    [TestCase(
        "<!doctype html><html><head><title>HTTP Status 405 – Method Not Allowed</title></head><body><h1>HTTP Status 405 – Method Not "
            + "Allowed</h1><p><b>Type</b> Status Report</p><p><b>Message</b> HTTP method POST is not supported by this "
            + "URL</p></body></html>",
        "HTTP method POST is not supported by this URL", TestName = "Tomcat")]
    [TestCase(
        "<html><head><title>OperationalError at /x</title></head><body><h1>OperationalError at /x</h1><pre "
            + "class=\"exception_value\">database is locked</pre><table><tr><th>Exception Location:</th><td>/app/a.py, line 17, in "
            + "f</td></tr></table></body></html>",
        "OperationalError at {path}: database is locked", TestName = "Django page")]
    [TestCase(
        "<html><body><h1>Server Error in '/' Application.</h1><b> Exception Details: </b>System.NullReferenceException: Object "
            + "reference not set.<br></body></html>",
        "NullReferenceException: Object reference not set.", TestName = "ASP.NET page")]
    [TestCase(
        "<html><head><title>HTTP Status 500 – Internal Server Error</title></head><body><h1>HTTP Status 500 – Internal Server "
            + "Error</h1><p><b>Type</b> Exception Report</p><p><b>Message</b> Servlet threw an exception</p><p><b>Description</b> The "
            + "server encountered an unexpected condition that prevented it from fulfilling the "
            + "request.</p><pre>jakarta.servlet.ServletException: Servlet threw an "
            + "exception\n\ta.WsFilter.doFilter(WsFilter.java:51)\n</pre><p><b>Root Cause</b></p><pre>java.lang.NoSuchMethodError: the "
            + "old driver is loaded\n\ta.X.doGet(X.java:3)\n</pre></body></html>",
        "ServletException: Servlet threw an exception: NoSuchMethodError: the old driver is loaded",
        TestName = "Tomcat with its root cause")]
    [TestCase(
        "<html><head><title>Misconfigured</title></head><body><h1>Misconfigured</h1><pre>The setting must not be "
            + "empty.</pre><h2>Traceback <span>Switch to copy-and-paste view</span></h2><pre>    return g(request, "
            + "*args)</pre></body></html>",
        "Misconfigured: The setting must not be empty.", TestName = "Nothing below the frames' heading")]
    [TestCase(
        "<html><body><h1>Oops!</h1><p>A problem occurred while we processed it.</p><h2>Stack trace</h2><pre>java.io.IOException: No "
            + "space left on the agent\n\tat a.B.c(B.java:1)</pre></body></html>",
        "IOException: No space left on the agent", TestName = "But the trace's own error")]
    [TestCase(
        "<html><body><h1>An unhandled exception occurred while processing the request.</h1><div>SocketException: No such host is "
            + "known.</div><p>System.Net.Sockets.Socket.DoConnect(EndPoint e, SocketAddress a)</p></body></html>",
        "SocketException: No such host is known.", TestName = "ASP.NET Core page")]
    [TestCase(
        "<html><body><h1>Connection timed out</h1><div>Visit our site for more information.</div><h2>What happened?</h2><p>The origin "
            + "did not answer in time.</p></body></html>",
        "Connection timed out: The origin did not answer in time.", TestName = "Questions to the reader left out")]
    public void Read_Page(string body, string expected) => Assert.That(ErrorTexts.Of(body).Masked, Is.EqualTo(expected));

    [TestCase(
        "data: {\"choices\":[{\"delta\":{\"content\":\"all good\"}}]}\n\nevent: error\ndata: {\"type\":\"error\","
            + "\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n",
        "overloaded_error: Overloaded")]
    [TestCase(
        "data: {\"choices\":[]}\n\ndata: {\"error\":{\"message\":\"context length exceeded\","
            + "\"code\":\"context_length_exceeded\"}}\n\ndata: [DONE]\n\n",
        "context_length_exceeded: context length exceeded")]
    [TestCase("event: error\ndata: upstream went away\n", "upstream went away")]
    [TestCase("id:1\nevent:error\n:HTTP_STATUS/400\ndata:{\"code\":\"Throttling\",\"message\":\"rate limit exceeded\"}\n\n",
        "Throttling: rate limit exceeded")]
    [TestCase("data: {\"choices\":[]}\n\ndata: {\"error_msg\":\"the server is overloaded\"}\n\n", "the server is overloaded")]
    public void Read_EventStream_TakesTheError(string body, string expected) =>
        Assert.That(ErrorTexts.Of(body, 200, "text/event-stream").Masked, Is.EqualTo(expected));

    [TestCase("application/grpc-web+proto")]
    [TestCase("application/grpc-web-text")]
    public void Read_GrpcWeb_TakesTheTrailers(string contentType)
    {
        var trailers = "grpc-status: 14\r\ngrpc-message: upstream%20gone\r\n"u8.ToArray();
        byte[] body = [0, 0, 0, 0, 2, 8, 1, 0x80, 0, 0, 0, (byte)trailers.Length, .. trailers];
        body = contentType.EndsWith("text", StringComparison.Ordinal) ? Encoding.ASCII.GetBytes(Convert.ToBase64String(body)) : body;

        Assert.That(ErrorTexts.OfBytes(body, null, 200, contentType).Masked, Is.EqualTo("UNAVAILABLE: upstream gone"));
    }

    [TestCase("gb18030", "text/plain; charset=GBK")]
    [TestCase("gb18030", null)]
    [TestCase("utf-16", "text/plain; charset=utf-16")]
    [TestCase("utf-16BE", null)]
    [TestCase("utf-8", "text/plain; charset=gbk")]
    [TestCase("big5", "text/plain; charset=Big5")]
    public void Read_AnyCharset_GivesTheText(string name, string? contentType)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        const string Text = "DEADLOCK found: 資料庫連線失敗";
        var text = name.StartsWith("gb", StringComparison.Ordinal) ? "DEADLOCK found: 数据库连接失败" : Text;

        Assert.That(ErrorTexts.OfBytes([.. encoding.GetPreamble(), .. encoding.GetBytes(text)], null, 500, contentType).Masked,
            Is.EqualTo(text));
    }

    [Test]
    public void Read_JsonInGbk_GivesItsMessage()
    {
        var gbk = CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!;

        Assert.That(ErrorTexts.OfBytes(gbk.GetBytes("""{"code":1213,"msg":"数据库死锁"}"""), null, 500, "application/json;charset=GBK").Masked,
            Is.EqualTo("code 1213: 数据库死锁"));
    }

    [Test]
    public void Read_LatinOrBrokenOrCutUtf8_GivesWhatItCan() => Assert.Multiple(() =>
    {
        Assert.That(ErrorTexts.OfBytes(Encoding.Latin1.GetBytes("Erreur: clé non trouvée"), null).Masked,
            Is.EqualTo("Erreur: clé non trouvée"));
        Assert.That(ErrorTexts.OfBytes(Encoding.UTF8.GetBytes("数据库死锁")[..^1], null).Masked, Is.EqualTo("数据库死"));
        Assert.That(ErrorTexts.OfBytes([.. Encoding.UTF8.GetBytes("数据库死锁 "), 0xFF, .. Encoding.UTF8.GetBytes(" 请重试")], null).Masked,
            Does.StartWith("数据库死锁").And.EndsWith("请重试"));
    });

    [Test]
    public void Read_BareDeflateOrUndeclaredGzip_Decompresses()
    {
        Assert.That(ErrorTexts.OfBytes(Pack(s => new DeflateStream(s, CompressionLevel.Fastest)), "deflate").Masked,
            Is.EqualTo("deadlock detected"));
        Assert.That(ErrorTexts.OfBytes(Pack(s => new GZipStream(s, CompressionLevel.Fastest)), null).Masked,
            Is.EqualTo("deadlock detected"));
    }

    private static byte[] Pack(Func<Stream, Stream> open)
    {
        using var target = new MemoryStream();
        using (var stream = open(target))
        {
            stream.Write("deadlock detected"u8);
        }

        return target.ToArray();
    }
}
