namespace Gateway.Tests.Documents;

/// <summary>The checker of names can fail; without that the tests of the documents would prove nothing.</summary>
public sealed class CodeNamesTests
{
    [TestCase("Gateway.Modules/Proxy/Gate/PolicyGate.cs")]
    [TestCase("PolicyGate")]
    [TestCase("PolicyGate.Decide")]
    [TestCase("PolicyGate.Ask")]
    [TestCase("Inbox<ClusteredSample>")]
    [TestCase("Sampler:BufferSize")]
    [TestCase("Gateway:Policies:Rules")]
    [TestCase("gateway_requests_total")]
    [TestCase("gateway_embedding_seconds_bucket")]
    public void Problem_TrueName_IsNone(string name)
    {
        Assert.That(CodeNames.Problem(name, out var known), Is.Null);
        Assert.That(known, Is.True);
    }

    [TestCase("Gateway.Modules/Proxy/Gate/PolicyFence.cs")]
    [TestCase("PolicyFence")]
    [TestCase("PolicyFence.Decide")]
    [TestCase("PolicyGate.Ponder")]
    [TestCase("Sampler:BufferDepth")]
    [TestCase("gateway_requests_made_up_total")]
    public void Problem_MadeUpName_IsFound(string name) => Assert.That(CodeNames.Problem(name, out _), Does.StartWith(name));

    [TestCase("/api/test")]
    [TestCase("principal=127.0.0.1")]
    public void Problem_NoNameOfTheCode_IsNotKnown(string name)
    {
        Assert.That(CodeNames.Problem(name, out var known), Is.Null);
        Assert.That(known, Is.False);
    }
}
