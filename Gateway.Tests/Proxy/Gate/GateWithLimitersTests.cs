using System.Diagnostics.Metrics;
using Gateway.Modules.Proxy.Gate;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using static Gateway.Tests.Proxy.Gate.GateFixture;

namespace Gateway.Tests.Proxy.Gate;

/// <summary>Limits at the gate, with the real limiters.</summary>
public sealed class GateWithLimitersTests
{
    private GateFixture _gate = null!;

    [SetUp]
    public void SetUp() => _gate = new GateFixture();

    [TearDown]
    public void TearDown() => _gate.Dispose();

    [Test]
    public void Decide_OverTheRate_RefusesAndCounts()
    {
        using var refusals = Collect(MetricNames.Refusals);
        using var hits = Collect(MetricNames.RateLimitHits);
        _gate.Put(Limit("m", rate: 2));
        var decisions = Enumerable.Range(0, 5).Select(_ => _gate.Decide()).ToArray();
        var refused = decisions[^1];
        Assert.Multiple(() =>
        {
            Assert.That(decisions.Select(d => d.Refused), Is.EqualTo(new[] { false, false, true, true, true }));
            Assert.That((decisions[0].Role, decisions[0].HoldsPermits), Is.EqualTo((PolicyRole.Admitted, true)));
            Assert.That((refused.Role, refused.Policy?.Policy.Id), Is.EqualTo((PolicyRole.Refused, "m")));
            Assert.That(refused.RetryAfter, Is.GreaterThan(TimeSpan.Zero));
            Assert.That(_gate.Live.GetAll()[0].Counts, Is.EqualTo(new PolicyCounts(5, 3, 0, 0)));
            Assert.That(_gate.Live.GetTotals(), Is.EqualTo(new TrafficTotals(2, 0, 3, 0)));
            var counted = refusals.GetMeasurementSnapshot();
            Assert.That(counted.Sum(m => m.Value), Is.EqualTo(3));
            Assert.That(counted[0].Tags,
                Is.EquivalentTo(new Dictionary<string, object?> { ["action"] = "limit", ["reason"] = "rate" }));
            Assert.That(hits.GetMeasurementSnapshot().Select(m => (m.Value, m.Tags["cluster"])),
                Is.EqualTo(Enumerable.Repeat((1L, (object?)"other"), 3)));
        });
    }

    [Test]
    public void Decide_ASecondLater_AdmitsTheRateAgain()
    {
        _gate.Put(Limit("m", rate: 2));
        Assert.That(Admitted(5), Is.EqualTo(2));
        _gate.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(Admitted(5), Is.EqualTo(2));
    }

    [Test]
    public void Decide_Shadow_CountsExactlyWhatEnforcingRefuses([Values] bool byPolicy)
    {
        using var shadow = Collect(MetricNames.ShadowRefusals);
        _gate.Put(Limit("m", rate: 2, byPolicy ? PolicyMode.Shadow : PolicyMode.Enforce));
        _gate.KillSwitch.Set(!byPolicy);
        var decisions = Enumerable.Range(0, 5).Select(_ => _gate.Decide()).ToArray();
        foreach (var decision in decisions)
        {
            decision.Complete(RequestOutcome.Success, 200, null, []);
        }

        Assert.That(decisions.Select(d => (d.Refused, d.Role)), Is.EqualTo(new[]
        {
            (false, PolicyRole.Admitted), (false, PolicyRole.Admitted),
            (false, PolicyRole.ShadowRefused), (false, PolicyRole.ShadowRefused), (false, PolicyRole.ShadowRefused),
        }));
        Assert.That(_gate.Live.GetAll()[0].Counts, Is.EqualTo(new PolicyCounts(5, 0, 3, 0)));
        Assert.That(_gate.Live.GetTotals(), Is.EqualTo(new TrafficTotals(5, 0, 0, 0)));
        Assert.That(shadow.GetMeasurementSnapshot().Sum(m => m.Value), Is.EqualTo(3));
    }

    [Test]
    public void Decide_TwoLimits_BothMustAdmitAndTheFirstGetsItsTokenBack()
    {
        _gate.Put(Limit("wide", rate: 4), Limit("narrow", rate: 2));
        Assert.That(Admitted(10), Is.EqualTo(2));
        _gate.Put(Limit("wide", rate: 4));
        Assert.That(Admitted(10), Is.EqualTo(2), "of its four, only those that were sent are gone");
    }

    [Test]
    public void Decide_BreakerRefuses_TheLimitGetsItsTokenBack()
    {
        _gate.Put(Limit("m", rate: 2), Policy("p-1"));
        Assert.That(Admitted(5), Is.Zero);
        _gate.Breakers["p-1"].Role = PolicyRole.Watched;
        Assert.That(Admitted(5), Is.EqualTo(2));
    }

    [Test]
    public void Decide_LimitRefuses_TheBreakersHoldOutIsGivenBack()
    {
        _gate.Put(Policy("p-1"), Limit("m", rate: 2));
        _gate.Breakers["p-1"].Role = PolicyRole.Watched;
        Assert.That(Admitted(2), Is.EqualTo(2));
        _gate.Breakers["p-1"].Role = PolicyRole.HoldOut;
        Assert.That(Admitted(1), Is.Zero);
        Assert.That(_gate.Breakers["p-1"].Ends[^1], Is.EqualTo("ignored"));
        Assert.That(_gate.Live.GetTotals().HoldOut, Is.Zero);
    }

    [Test]
    public void Put_AnotherRate_HoldsAtOnceAndKeepsTheCounts()
    {
        _gate.Put(Limit("m", rate: 2));
        Assert.That(Admitted(5), Is.EqualTo(2));
        _gate.Put(Limit("m", rate: 10));
        Assert.That(AdmittedOver(20, perSecond: 30), Is.EqualTo(200).Within(10));
        Assert.That(_gate.Live.GetAll()[0].Counts.Matched, Is.EqualTo(605));
        _gate.Put(Limit("m", rate: null));
        Assert.That(AdmittedOver(20, perSecond: 300), Is.EqualTo(2000).Within(100), "Limiter:DefaultRate");
    }

    [TestCase(429, null, true)]
    [TestCase(503, null, true)]
    [TestCase(503, "c-9", false)]
    [TestCase(422, null, false)]
    public void Complete_LearnedLimit_TooManyRequestsInNewWordsIsAFailure(int status, string? cluster, bool failure)
    {
        _gate.Put(Policy("p-1", action: PolicyAction.Limit) with { RequestsPerSecond = 1000, FailureProbability = 0.2 });
        var before = _gate.Snapshots.Current.Policies[0].State.Limiter!.GetStats().RatePerSecond;
        for (var i = 0; i < 60; i++)
        {
            _gate.Time.Advance(TimeSpan.FromMilliseconds(10));
            _gate.Decide().Complete(RequestOutcome.UpstreamError, status, cluster, []);
        }

        var after = _gate.Snapshots.Current.Policies[0].State.Limiter!.GetStats().RatePerSecond;
        Assert.That(after < before, Is.EqualTo(failure));
    }

    [Test]
    public async Task Write_Limit_Is429WithTheDraftsFields()
    {
        var context = await Write(Limit("m-1", rate: 2.5));
        var headers = context.Response.Headers;
        Assert.Multiple(() =>
        {
            Assert.That(context.Response.StatusCode, Is.EqualTo(429));
            Assert.That(headers.RetryAfter.ToString(), Is.EqualTo("1"));
            Assert.That(headers["RateLimit-Policy"].ToString(), Is.EqualTo("\"m-1\";q=2;w=1"));
            Assert.That(headers["RateLimit"].ToString(), Is.EqualTo("\"m-1\";r=0;t=1"));
            Assert.That(BodyOf(context), Does.Contain("\"type\":\"urn:llm-aware-gateway:limit\"").And.Contain("\"action\":\"limit\""));
        });
    }

    [Test]
    public async Task Write_LessThanOneASecond_HasALongerWindow()
    {
        var headers = (await Write(Limit("m-1", rate: 0.3))).Response.Headers;
        Assert.That(headers["RateLimit-Policy"].ToString(), Is.EqualTo("\"m-1\";q=1;w=4"));
        Assert.That(headers["RateLimit"].ToString(), Is.EqualTo("\"m-1\";r=0;t=4"));
    }

    [Test]
    public async Task Write_GrpcCaller_SeesResourceExhausted()
    {
        var context = await Write(Limit("m-1", rate: 2), c => c.Request.ContentType = "application/grpc");
        Assert.That((context.Response.StatusCode, context.Response.Headers["grpc-status"].ToString()), Is.EqualTo((200, "8")));
    }

    [Test]
    public async Task Sweep_IntervalPasses_LimitersForgetWhoHasNotAsked()
    {
        _gate.Put(Limit("m", rate: 100));
        _gate.Decide();
        var sweep = _gate.Get<LimiterSweep>();
        await sweep.StartAsync(default);
        var limiter = _gate.Snapshots.Current.Policies[0].State.Limiter!;
        for (var i = 0; i < 3; i++)
        {
            _gate.Time.Advance(TimeSpan.FromSeconds(61));
            await Task.Yield();
        }

        await sweep.StopAsync(default);
        Assert.That(limiter.Cleanup(TimeSpan.Zero), Is.Zero, "nobody is left");
    }

    private static Policy Limit(string id, double? rate, PolicyMode mode = PolicyMode.Enforce) =>
        Policy(id, action: PolicyAction.Limit, mode: mode) with { Origin = PolicyOrigin.Manual, RatePerSecond = rate, Clusters = [] };

    private int AdmittedOver(int seconds, int perSecond)
    {
        var admitted = 0;
        for (var i = 0; i < seconds * perSecond; i++)
        {
            _gate.Time.Advance(TimeSpan.FromSeconds(1.0 / perSecond));
            admitted += Admitted(1);
        }

        return admitted;
    }

    private int Admitted(int requests) => Enumerable.Range(0, requests).Count(_ => !_gate.Decide().Refused);

    private async Task<HttpContext> Write(Policy policy, Action<HttpContext>? prepare = null)
    {
        _gate.Put(policy);
        var decision = default(GateDecision);
        while (!decision.Refused)
        {
            decision = _gate.Decide();
        }

        var context = new DefaultHttpContext { TraceIdentifier = "trace-1" };
        context.Request.Method = "GET";
        context.Response.Body = new MemoryStream();
        prepare?.Invoke(context);
        await _gate.Refusals.WriteAsync(context, decision);
        return context;
    }

    private static string BodyOf(HttpContext context) =>
        System.Text.Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());

    private MetricCollector<long> Collect(string instrument)
    {
        _ = _gate.Get<GateMetrics>();
        return new MetricCollector<long>(_gate.Get<IMeterFactory>(), MetricNames.MeterPrefix + "Proxy", instrument);
    }
}
