using Gateway.Modules.Proxy.Forwarding;


namespace Gateway.Tests.Proxy.Forwarding;

public sealed class ErrorStatusesTests
{
    [TestCase(500, true)]
    [TestCase(599, true)]
    [TestCase(429, true)]
    [TestCase(408, false)]
    [TestCase(200, false)]
    [TestCase(0, false)]
    [TestCase(999, false)]
    public void Contains_ClassAndStatus_AreErrors(int status, bool expected)
    {
        Assert.That(ErrorStatuses.TryParse(" 5xx, 429 ", out var statuses), Is.True);
        Assert.That(statuses!.Contains(status), Is.EqualTo(expected));
    }

    [TestCase("6xx")]
    [TestCase("99")]
    [TestCase("600")]
    [TestCase("5x")]
    [TestCase("-500")]
    [TestCase("oops")]
    public void TryParse_NeitherStatusNorClass_IsFalse(string list) =>
        Assert.That(ErrorStatuses.TryParse(list, out _), Is.False);
}
