using System.Text;
using Gateway.Modules.Proxy.Gate.Snapshots;
using Gateway.Tests.Proxy.Forwarding;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Proxy.Explaining;

/// <summary>The explainer in the real proxy, with the framework's routing.</summary>
public sealed class RequestExplainerTests
{
    private static readonly GatewayOptions Options = new()
    {
        Dimensions = new() { Names = ["header:X-Tenant", "header:X-Api-Token"] },
        Principal = new() { TrustHeaders = true, Headers = ["X-Key"] },
    };

    private StubUpstream _upstream = null!;
    private GatewayFixture _gateway = null!;

    private IRequestExplainer Explainer => _gateway.Services.GetRequiredService<IRequestExplainer>();

    [OneTimeSetUp]
    public async Task Start()
    {
        _upstream = await StubUpstream.StartAsync(context => context.Response.WriteAsync("ok"));
        _gateway = await GatewayFixture.StartAsync(Options, PolicyOf("query:q=x"), time: null,
            ("ReverseProxy:Routes:api:ClusterId", "shop"),
            ("ReverseProxy:Routes:api:Match:Path", "/api/{**rest}"),
            ("ReverseProxy:Routes:api:Match:Methods:0", "GET"),
            ("ReverseProxy:Routes:api:Match:Methods:1", "POST"),
            ("ReverseProxy:Routes:chat:ClusterId", "shop"),
            ("ReverseProxy:Routes:chat:Match:Path", "/chat/{**rest}"),
            ("ReverseProxy:Routes:chat:Metadata:Fallback", "spare"),
            ("ReverseProxy:Clusters:spare:Destinations:d:Address", _upstream.Address),
            ("ReverseProxy:Clusters:shop:Destinations:d:Address", _upstream.Address));
    }

    [OneTimeTearDown]
    public async Task End()
    {
        await _gateway.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Test]
    public async Task Explain_RequestThatAPolicyMatches_IsRefusedAndNothingIsTakenOrCounted()
    {
        var explanation = await Ask("GET", "/api/orders/17?q=x");
        var policy = explanation!.Policies.Single();
        Assert.That((policy.Id, policy.Matches, policy.Mode, policy.State, policy.AdmittedShare),
            Is.EqualTo(("p-1", true, PolicyMode.Enforce, BreakerState.Open, 0.0)));
        Assert.That(explanation.Fate, Is.EqualTo(RequestFate.Refuse));
        var live = _gateway.Services.GetRequiredService<PolicySnapshotSource>().Current.Policies.Single();
        Assert.That(live.State.Counts, Is.EqualTo(default(PolicyCounts)));
        Assert.That(_gateway.Services.GetRequiredService<ILivePolicies>().GetTotals(), Is.EqualTo(default(TrafficTotals)));
    }

    [Test]
    public async Task Explain_AnotherRequest_IsForwarded()
    {
        var explanation = await Ask("GET", "/api/orders/17?q=y");
        Assert.That((explanation!.Policies.Single().Matches, explanation.Fate), Is.EqualTo((false, RequestFate.Forward)));
    }

    [Test]
    public async Task Explain_RouteWithAFallback_IsRerouted() =>
        Assert.That((await Ask("GET", "/chat/1?q=x"))!.Fate, Is.EqualTo(RequestFate.Reroute));

    [Test]
    public async Task Explain_KillSwitchIsOn_IsForwarded()
    {
        var killSwitch = _gateway.Services.GetRequiredService<IKillSwitch>();
        killSwitch.Set(true);
        Assert.That((await Ask("GET", "/api/orders/17?q=x"))!.Fate, Is.EqualTo(RequestFate.Forward));
        killSwitch.Set(false);
    }

    [TestCase("GET", "/nowhere")]
    [TestCase("DELETE", "/api/orders")]
    public async Task Explain_NoRouteTakesIt_IsNull(string method, string target) => Assert.That(await Ask(method, target), Is.Null);

    [Test]
    public async Task Explain_ARequest_NamesItsDimensionsAndNoSecret()
    {
        var explanation = await Ask(
            "POST",
            "/api/orders/17?q=x&format=pdf&password=hunter&id=12345&t%C3%A9l=1",
            """{"model":"gpt-4","prompt":"my diary"}""",
            ("X-Tenant", "acme"), ("X-Api-Token", "abcdef"), ("X-Key", "s3cret"), ("Authorization", "Bearer s3cret"),
            ("Content-Type", "application/json"));
        var dimensions = explanation!.Dimensions.Select(d => $"{d.Dimension}={d.Value}").ToArray();
        Assert.That(dimensions, Is.EqualTo(new[]
        {
            "route=api", "method=POST", "upstream=shop", "path=/api/orders/{int}",
            "principal=key:" + ValueHash.TextOf("s3cret"),
            "header:X-Api-Token=" + ValueHash.TextOf("abcdef"), "header:X-Tenant=acme",
            "query:format=pdf", "query:id=" + ValueHash.TextOf("12345"), "query:q=x", "query:tél=" + ValueHash.TextOf("1"),
            "body:model=" + ValueHash.TextOf("gpt-4"), "bodyBytes=37",
        }));
        Assert.That(string.Join(' ', dimensions), Does.Not.Contain("hunter").And.Not.Contain("diary"));
    }

    private static Policy PolicyOf(string scope) => new()
    {
        Id = "p-1",
        Scope = Gate.Requests.Scope(scope),
        Action = PolicyAction.Break,
        Mode = PolicyMode.Enforce,
        Origin = PolicyOrigin.Learned,
    };

    private Task<RequestExplanation?> Ask(string method, string target, string body = "", params (string Name, string Value)[] headers) =>
        Explainer.ExplainAsync(
            new(method, target, [.. headers.Select(h => KeyValuePair.Create(h.Name, h.Value))], Encoding.UTF8.GetBytes(body),
                null), default);
}
