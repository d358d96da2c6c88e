using System.Net.Sockets;
using System.Text;
using Gateway.Modules.Proxy.Forwarding.Targets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Tests.Proxy.Forwarding.Targets;

public sealed class RawTargetTests
{
    [TestCase("/a", "/a")]
    [TestCase("/a%2Fb?x=%2F", "/a%2Fb")]
    [TestCase("//host/x", "//host/x")]
    [TestCase("http://elsewhere/a%2Fb?x", "/a%2Fb")]
    [TestCase("/a/..b/.c/...", "/a/..b/.c/...")]
    [TestCase("*", null)]
    [TestCase("http://elsewhere?/x", null)]
    [TestCase("/a/../b", null)]
    [TestCase("/a/%2e%2E/b", null)]
    [TestCase("/a/.", null)]
    [TestCase("/a/..%2Fadmin", null)]
    [TestCase("/a%5c..%5cadmin", null)]
    [TestCase("/a\\b", null)]
    [TestCase("/a#b", null)]
    public void TryGetPath_Target_IsThePathOrNothing(string target, string? expected)
    {
        RawTarget.TryGetPath(target, out var path);
        Assert.That(path, Is.EqualTo(expected));
    }

    [TestCase("/registry/@scope%2Fpackage", "/registry/@scope%2Fpackage")]
    [TestCase("/a//b/", "/a//b/")]
    [TestCase("//elsewhere.example/x", "//elsewhere.example/x")]
    [TestCase("/a;b=1/c%3bd?q=a%2fb&r=;", "/a;b=1/c%3bd?q=a%2fb&r=;")]
    [TestCase("/a%2Bb+c%252F%41%7e", "/a%2Bb+c%252F%41%7e")]
    [TestCase("/x%5Cy", "/x%5Cy")]
    [TestCase("http://elsewhere.example/a%2Fb", "/a%2Fb")]
    [TestCase("/a/../b?x=..%2F", "/b?x=..%2F")]
    [TestCase("/public/..%2Fadmin", "/public/..%252Fadmin")]
    public async Task Forward_Target_ReachesTheUpstreamAsItCame(string sent, string expected)
    {
        await using var upstream = await StubUpstream.StartAsync(
            context => context.Response.WriteAsync(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget));
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream);
        Assert.That(await AskAsync(gateway, sent), Is.EqualTo(expected));
    }

    [Test]
    public async Task Forward_DestinationWithAPath_StandsInFrontOfTheTarget()
    {
        await using var upstream = await StubUpstream.StartAsync(
            context => context.Response.WriteAsync(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget));
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream,
            settings: ("ReverseProxy:Clusters:u:Destinations:d:Address", upstream.Address + "/base/"));
        Assert.That(await AskAsync(gateway, "/a%2Fb"), Is.EqualTo("/base/a%2Fb"));
    }

    [Test]
    public async Task Forward_RouteThatChangesThePath_KeepsTheChange()
    {
        await using var upstream = await StubUpstream.StartAsync(
            context => context.Response.WriteAsync(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget));
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream,
            settings: ("ReverseProxy:Routes:r:Transforms:0:PathRemovePrefix", "/api"));
        Assert.That(await AskAsync(gateway, "/api/a?b=%2F"), Is.EqualTo("/a?b=%2F"));
    }

    private static async Task<string> AskAsync(GatewayFixture gateway, string target)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", gateway.Http1.Port);
        var stream = client.GetStream();
        var host = target.Contains("://", StringComparison.Ordinal) ? "elsewhere.example" : "gateway.example";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var answer = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
        return answer.Split("\r\n").First(line => line.StartsWith('/'));
    }
}
