using Gateway.Host;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Host;

public sealed class UnhandledExceptionsTests
{
    private readonly FakeTimeProvider _time = new();
    private FakeLogger<UnhandledExceptions> _logger = null!;
    private UnhandledExceptions _exceptions = null!;

    [SetUp]
    public void SetUp()
    {
        _logger = new FakeLogger<UnhandledExceptions>();
        _exceptions = new UnhandledExceptions(_time, _logger);
    }

    [Test]
    public async Task CatchAsync_PipelineThrows_AnswersWith500AndOneLineWithoutStackOrMessage()
    {
        var context = Request();
        context.Response.Headers["X-Half"] = "done";
        await _exceptions.CatchAsync(context, _ => throw new InvalidOperationException("password=hunter2"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(context.Response.StatusCode, Is.EqualTo(500));
            Assert.That(context.Response.Headers, Is.Empty);
            Assert.That(_logger.LatestRecord.Message, Does.Contain("/users/{int}").And.Contain("InvalidOperationException"));
            Assert.That(_logger.LatestRecord.Message, Does.Not.Contain("hunter2"));
            Assert.That(_logger.LatestRecord.Exception, Is.Null);
        }
    }

    [Test]
    public async Task CatchAsync_SameFaultAgain_IsCountedInTheNextLine()
    {
        for (var i = 0; i < 4; i++)
        {
            await _exceptions.CatchAsync(Request(), Fail);
        }

        Assert.That(_logger.Collector.Count, Is.EqualTo(1));
        _time.Advance(TimeSpan.FromSeconds(10));
        await _exceptions.CatchAsync(Request(), Fail);
        Assert.That(_logger.LatestRecord.GetStructuredStateValue("Left"), Is.EqualTo("3"));
    }

    [Test]
    public async Task CatchAsync_AnswerHasBegun_CutsTheConnection()
    {
        var context = Request();
        var lifetime = new Lifetime();
        context.Features.Set<IHttpResponseFeature>(new Begun());
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        await _exceptions.CatchAsync(context, Fail);
        Assert.That(lifetime.Aborted, Is.True);
    }

    [Test]
    public async Task CatchAsync_ClientIsGone_SaysNothing()
    {
        var context = Request();
        context.RequestAborted = new CancellationToken(canceled: true);
        await _exceptions.CatchAsync(context, Fail);
        Assert.That(_logger.Collector.Count, Is.Zero);
    }

    [Test]
    public void CatchAsync_RequestIsMalformed_IsLeftToTheServer() => Assert.That(
        () => _exceptions.CatchAsync(Request(), _ => throw new BadHttpRequestException("too large", 413)),
        Throws.TypeOf<BadHttpRequestException>());

    private static Task Fail(HttpContext context) => throw new InvalidOperationException("again");

    private static DefaultHttpContext Request()
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Path = "/users/17";
        return context;
    }

    private sealed class Begun : HttpResponseFeature
    {
        public override bool HasStarted => true;
    }

    private sealed class Lifetime : IHttpRequestLifetimeFeature
    {
        public bool Aborted { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => Aborted = true;
    }
}
