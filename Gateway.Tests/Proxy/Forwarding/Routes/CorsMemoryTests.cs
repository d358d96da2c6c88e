using Gateway.Tests.Proxy.Gate;


namespace Gateway.Tests.Proxy.Forwarding.Routes;

public sealed class CorsMemoryTests
{
    private const string App = "https://app.example";

    [Test]
    public async Task Refuse_OriginTheUpstreamAllows_CarriesItsHeaders()
    {
        await using var upstream = await StubUpstream.StartAsync(context =>
        {
            if (context.Request.Headers.Origin == App)
            {
                context.Response.Headers.AccessControlAllowOrigin = App;
                context.Response.Headers.AccessControlAllowCredentials = "true";
                context.Response.Headers.AccessControlExposeHeaders = "Retry-After";
            }

            return Task.CompletedTask;
        });
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, policy: PolicyForwardingTests.PolicyOf());
        using var before = await SendAsync(gateway, App);
        await SendAsync(gateway, "https://elsewhere.example");
        gateway.Breaker.Permit = null;

        using var refused = await SendAsync(gateway, App);
        using var stranger = await SendAsync(gateway, "https://elsewhere.example");

        Assert.That((int)refused.StatusCode, Is.EqualTo(503));
        Assert.That(Values(refused, "Access-Control-Allow-Origin"), Is.EqualTo(App));
        Assert.That(Values(refused, "Access-Control-Allow-Credentials"), Is.EqualTo("true"));
        Assert.That(Values(refused, "Access-Control-Expose-Headers"), Is.EqualTo("Retry-After"));
        Assert.That(Values(refused, "Vary"), Is.EqualTo("Origin"));
        Assert.That(stranger.Headers.Contains("Access-Control-Allow-Origin"), Is.False);
    }

    [TestCase("query:format=pdf", false)]
    [TestCase("*", false)]
    [TestCase("query:format=pdf & method=OPTIONS", true)]
    public void Match_Preflight_OnlyByAScopeThatNamesItsMethod(string scope, bool expected)
    {
        var preflight = Requests.Facts(query: "?format=pdf", method: "OPTIONS", headers: ("Access-Control-Request-Method", "GET"));
        var plain = Requests.Facts(query: "?format=pdf", method: "OPTIONS");
        Assert.That(Requests.Matches(scope, preflight), Is.EqualTo(expected));
        Assert.That(Requests.Matches(scope, plain), Is.True);
    }

    private static string Values(HttpResponseMessage response, string name) => string.Join(",", response.Headers.GetValues(name));

    private static async Task<HttpResponseMessage> SendAsync(GatewayFixture gateway, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Origin", origin);
        return await gateway.Client.SendAsync(request);
    }
}
