using Gateway.Modules.Proxy.Gate;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Proxy.Gate;

public sealed class UpstreamWaitTests
{
    [TestCase(null, 0)]
    [TestCase("", 0)]
    [TestCase("7", 7)]
    [TestCase("0", 0)]
    [TestCase("-3", 0)]
    [TestCase("soon", 0)]
    [TestCase("99999999999999999999", 0)]
    [TestCase("Fri, 02 Jan 2026 03:04:35 GMT", 30)]
    [TestCase("Fri, 02 Jan 2026 03:04:04 GMT", 0)]
    public void Of_RetryAfter_IsTheTimeToWait(string? header, double seconds)
    {
        var headers = new HeaderDictionary { ["Retry-After"] = header };
        Assert.That(UpstreamWait.Of(headers, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)),
            Is.EqualTo(TimeSpan.FromSeconds(seconds)));
    }
}
