using Gateway.Modules.Proxy.Forwarding.Routes;
using Yarp.ReverseProxy.Configuration;

namespace Gateway.Tests.Proxy.Forwarding.Routes;

public sealed class RouteFallbackTests
{
    [TestCase("Fallback=b", 0)]
    [TestCase("Fallback=b, c", 0)]
    [TestCase("Fallback=b;FallbackOnFailure=true;Retry=TRUE", 0)]
    [TestCase("Retry=true", 0)]
    [TestCase("FallbackOnFailure=false", 0)]
    [TestCase("Fallback=", 1)]
    [TestCase("Fallback=b,B", 1)]
    [TestCase("Fallback=A", 1)]
    [TestCase("FallbackOnFailure=true", 1)]
    [TestCase("Fallback=b;FallbackOnFailure=yes", 1)]
    [TestCase("Retry=2", 1)]
    public void MistakesOf_Metadata_FindsWhatMeansNothing(string metadata, int expected) =>
        Assert.That(RouteFallback.MistakesOf(Route("r", "a", metadata)).Count(), Is.EqualTo(expected));

    [TestCase("Fallback=b", "", null)]
    [TestCase("Fallback=b", "Retry=true", null)]
    [TestCase("Fallback=nowhere", "", "no upstream")]
    [TestCase("Fallback=b", "Fallback=c", "a chain")]
    [TestCase("Fallback=b", "Fallback=a", "a loop")]
    [TestCase("Fallback=c,B", "Fallback=c,A", "a loop")]
    public void MistakesAmong_RoutesWithFallbacks_FindsWaysThatNobodyGoes(string metadata, string ofTheOther, string? expected)
    {
        var route = Route("r", "a", metadata);
        var upstreams = new HashSet<string>(["a", "b", "c"], StringComparer.OrdinalIgnoreCase);
        var mistakes = RouteFallback.MistakesAmong(route, [route, Route("other", "b", ofTheOther)], upstreams).ToList();
        Assert.That(mistakes, Has.Count.EqualTo(expected is null ? 0 : 1));
        Assert.That(mistakes.SingleOrDefault()?.Message ?? "", Does.Contain(expected ?? ""));
    }

    [Test]
    public void Of_Metadata_ReadsThemInOrder()
    {
        var read = RouteFallback.Of(Route("r", "a", "Fallback=c, b;FallbackOnFailure=true"));
        Assert.That(read.Upstreams, Is.EqualTo(new[] { "c", "b" }));
        Assert.That((read.OnFailure, read.Retry, read.MayRepeat), Is.EqualTo((true, false, true)));
    }

    private static RouteConfig Route(string id, string upstream, string metadata) => new()
    {
        RouteId = id,
        ClusterId = upstream,
        Metadata = metadata.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(m => m.Split('=')).ToDictionary(m => m[0], m => m[1]),
    };
}
