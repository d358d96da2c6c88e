namespace Gateway.Tests.Contracts.Outcomes;

internal sealed class OutcomeMeaningsTests
{
    [TestCase(true, OutcomeMeaning.Failure)]
    [TestCase(false, OutcomeMeaning.Success)]
    [TestCase(null, OutcomeMeaning.Neither)]
    public void Of_SlowAnswer_IsAFailureToThoseWhoLookAtSlownessOnly(bool? sameCause, OutcomeMeaning expected) =>
        Assert.That(OutcomeMeanings.Of(RequestOutcome.Slow, 200, sameCause, callersFault: false, []), Is.EqualTo(expected));

    [Test]
    public void IsError_SlowAnswer_IsOneThatMayLeadToAPolicy() => Assert.Multiple(() =>
    {
        Assert.That(OutcomeMeanings.IsError(RequestOutcome.Slow, 200), Is.True);
        Assert.That(OutcomeMeanings.MayLeadToPolicy(RequestOutcome.Slow, 200, [404]), Is.True);
        Assert.That(RequestOutcome.Slow.HasNoAnswer(), Is.False);
    });
}
