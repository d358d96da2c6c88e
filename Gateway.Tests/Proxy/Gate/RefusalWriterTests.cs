using System.Diagnostics;
using System.Text;
using Gateway.Modules.Proxy.Gate;
using Gateway.Tests.Doubles;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Proxy.Gate;

public sealed class RefusalWriterTests
{
    private static readonly string Golden = File.ReadAllText(Repository.PathOf("Gateway.Tests/Proxy/Gate/refusal.json")).TrimEnd();

    private static readonly Policy Learned = GateFixture.Policy("p-12", "query:simulate_error=true & query:x=<é>") with
    {
        Evidence = new Evidence(2, 41, 41, 0.93766, double.PositiveInfinity, 0.99, 12, default),
    };

    private GateFixture _gate = null!;

    [SetUp]
    public void SetUp() => _gate = new GateFixture();

    [TearDown]
    public void TearDown() => _gate.Dispose();

    [Test]
    public async Task Write_LearnedPolicy_GivesEveryMember()
    {
        var context = await Write(Learned);
        Assert.Multiple(() =>
        {
            Assert.That(BodyOf(context), Is.EqualTo(Golden));
            Assert.That(context.Response.StatusCode, Is.EqualTo(503));
            Assert.That(context.Response.ContentType, Is.EqualTo("application/problem+json"));
            Assert.That(context.Response.ContentLength, Is.EqualTo(Encoding.UTF8.GetByteCount(Golden)));
            Assert.That(context.Response.Headers.RetryAfter.ToString(), Is.EqualTo("13"), "seconds, rounded up");
            Assert.That(context.Response.Headers.CacheControl.ToString(), Is.EqualTo("no-store"));
        });
    }

    [Test]
    public async Task Write_Terse_GivesFiveMembers()
    {
        _gate.Options.Set(new GatewayOptions { Policies = new PoliciesOptions { RefusalDetail = RefusalDetail.Terse } });
        Assert.That(BodyOf(await Write(Learned)), Is.EqualTo(
            """{"type":"urn:llm-aware-gateway:break","title":"Refused: this request is expected to """
                + """fail","status":503,"traceId":"trace-1","policyId":"p-12"}"""));
    }

    [TestCase(ErrorKind.CallerFault)]
    [TestCase(ErrorKind.ContentPolicy)]
    public async Task Write_FaultOfTheCaller_HasTheUpstreamsStatusAndInvitesNoRetry(ErrorKind kind)
    {
        var policy = Learned with { RefusalStatus = 422, Clusters = [new ClusterReference("c-1", "too long", kind)] };
        var context = await Write(policy);
        Assert.Multiple(() =>
        {
            Assert.That(context.Response.StatusCode, Is.EqualTo(422));
            Assert.That(context.Response.Headers.ContainsKey("Retry-After"), Is.False);
            Assert.That(BodyOf(context), Does.Contain("\"status\":422"));
        });
    }

    [Test]
    public async Task Write_ManualPolicy_HasNoEvidence()
    {
        var body = BodyOf(await Write(Learned with { Origin = PolicyOrigin.Manual, Clusters = [], Evidence = null }));
        Assert.That(body, Does.Contain("operator").And.Contain("\"clusters\":[]").And.Not.Contain("evidence"));
    }

    [TestCase(ErrorKind.Defect, "errors of the kind Defect")]
    [TestCase(ErrorKind.Unknown, "errors of an unknown kind")]
    public async Task Write_ClusterNamedByItsTextOnly_TellsTheKind(ErrorKind kind, string expected)
    {
        var cluster = new ErrorCluster("c-1", "account of user jdoe is locked", kind, null, 1, "5xx", 500, 9, 1, 0.5, 1, default, default,
            "live", ["jdoe is locked"], true);
        var policy = Learned with { Clusters = [cluster.Reference] };
        var body = BodyOf(await Write(policy));
        var message = (await Write(policy, c => c.Request.ContentType = "application/grpc")).Response.Headers["grpc-message"].ToString();
        Assert.Multiple(() =>
        {
            Assert.That(body, Does.Contain(expected).And.Contain($"\"label\":\"{kind}\"").And.Not.Contain("jdoe"));
            Assert.That(message, Does.Contain(expected).And.Not.Contain("jdoe"));
        });
    }

    [Test]
    public void Reference_TitledCluster_HasTheTitle()
    {
        var cluster = new ErrorCluster("c-1", "text", ErrorKind.Defect, null, 1, "5xx", 500, 9, 1, 0.5, 1, default, default, "live", [],
            true)
        { Title = "Ledger frozen" };
        Assert.That(cluster.Reference.Label, Is.EqualTo("Ledger frozen"));
    }

    [Test]
    public async Task Write_Head_HasNoBody()
    {
        var context = await Write(Learned, c => c.Request.Method = "HEAD");
        Assert.That((context.Response.StatusCode, BodyOf(context)), Is.EqualTo((503, "")));
    }

    [Test]
    public async Task Write_Traced_GivesTheTraceId()
    {
        using var activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        Assert.That(BodyOf(await Write(Learned)), Does.Contain($"\"traceId\":\"{activity.TraceId.ToHexString()}\""));
    }

    [Test]
    public async Task Write_GrpcCaller_SeesUnavailableWithTheReason()
    {
        await using var server = await ServeAsync();
        using var channel = GrpcChannel.ForAddress(server.Urls.First());
        var bytes = Marshallers.Create(b => b, b => b);
        var call = new Method<byte[], byte[]>(MethodType.Unary, "svc", "Do", bytes, bytes);
        using var reply = channel.CreateCallInvoker().AsyncUnaryCall(call, null, new CallOptions(), [1]);
        var error = Assert.ThrowsAsync<RpcException>(async () => await reply.ResponseAsync);
        Assert.That(error!.StatusCode, Is.EqualTo(StatusCode.Unavailable));
        Assert.That(error.Status.Detail, Is.EqualTo(
            "Requests with query:simulate_error=true & query:x=<é> fail with \"database deadlock\": 41 of 41 did within 2 s. (p-12)"));
    }

    [Test]
    public async Task Write_GrpcCaller_IsTrailersOnly()
    {
        var context = await Write(Learned, c => c.Request.ContentType = "application/grpc+proto");
        Assert.Multiple(() =>
        {
            Assert.That(context.Response.StatusCode, Is.EqualTo(200));
            Assert.That(context.Response.ContentType, Is.EqualTo("application/grpc"));
            Assert.That(context.Response.Headers["grpc-status"].ToString(), Is.EqualTo("14"));
            Assert.That(BodyOf(context), Is.Empty);
        });
    }

    private async Task<HttpContext> Write(Policy policy, Action<HttpContext>? prepare = null)
    {
        var context = new DefaultHttpContext { TraceIdentifier = "trace-1" };
        context.Request.Method = "GET";
        context.Response.Body = new MemoryStream();
        prepare?.Invoke(context);
        await _gate.Refusals.WriteAsync(context, Refuse(policy));
        return context;
    }

    private GateDecision Refuse(Policy policy)
    {
        _gate.Breakers[policy.Id].HoldOut = new HoldOutCounts(3, 2);
        _gate.Put(policy);
        var decision = _gate.Decide("?simulate_error=true&x=%3C%C3%A9%3E");
        Assert.That(decision.Refused, Is.True);
        return decision;
    }

    private async Task<WebApplication> ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(System.Net.IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        var decision = Refuse(Learned);
        app.Run(context => _gate.Refusals.WriteAsync(context, decision));
        await app.StartAsync();
        return app;
    }

    private static string BodyOf(HttpContext context) => Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());
}
