using Gateway.Modules.Proxy.Forwarding.Slowness;
using Yarp.ReverseProxy.Configuration;

namespace Gateway.Tests.Proxy.Forwarding.Slowness;

internal sealed class RouteSlownessTests
{
    [TestCase("2s", 2000)]
    [TestCase("500ms", 500)]
    [TestCase("1.5s", 1500)]
    [TestCase(" 1m ", 60_000)]
    [TestCase("00:00:02", 2000)]
    [TestCase("00:00:00.250", 250)]
    [TestCase("auto", null)]
    [TestCase("Auto", null)]
    public void Of_Time_IsRead(string text, double? milliseconds)
    {
        Assert.That(RouteSlowness.MistakesOf(Route(text)), Is.Empty);
        Assert.That(RouteSlowness.Of(Route(text))!.After?.TotalMilliseconds, Is.EqualTo(milliseconds));
    }

    [Test]
    public void Of_RouteThatSaysNothing_IsNull() => Assert.That(RouteSlowness.Of(new RouteConfig { RouteId = "r" }), Is.Null);

    [TestCase("2", Description = "two what?")]
    [TestCase("0s")]
    [TestCase("-1s")]
    [TestCase("00:00:00")]
    [TestCase("2h")]
    [TestCase("1.00:00:00")]
    [TestCase("9999999999999999999s")]
    [TestCase("soon")]
    [TestCase("")]
    public void MistakesOf_AnythingElse_NamesRouteKeyAndValue(string text) =>
        Assert.That(RouteSlowness.MistakesOf(Route(text)).Single().Message, Does.Contain($"Route 'orders': Metadata:SlowAfter '{text}'"));

    private static RouteConfig Route(string text) =>
        new() { RouteId = "orders", Metadata = new Dictionary<string, string> { ["SlowAfter"] = text } };
}
