using Gateway.Modules.Proxy.Ejection;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Proxy.Ejection;

public sealed class EjectionTurnsTests
{
    [Test]
    public void IsNext_TrafficOfAnyPeriod_EachPartGetsItsShare([Values(1, 2, 3, 4, 7)] int period, [Values(2, 3, 5)] int destinations)
    {
        const int Requests = 30_000;
        var turns = new EjectionTurns(new FakeTimeProvider());
        var asked = new int[period];
        for (var i = 0; i < Requests; i++)
        {
            asked[i % period] += turns.IsNext(destinations) ? 1 : 0;
        }

        var share = Requests / (double)period / destinations;
        Assert.That(asked, Has.All.InRange(0.95 * share, 1.05 * share));
    }

    [Test]
    public void Suits_RequestsWithABody_WaitASecondForOneWithout()
    {
        var time = new FakeTimeProvider();
        var turns = new EjectionTurns(time);
        Assert.That(turns.Suits(hasBody: true), Is.False);
        time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.That(turns.Suits(hasBody: true), Is.False);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.That(turns.Suits(hasBody: true), Is.True, "nobody without a body came");
        Assert.That(turns.Suits(hasBody: true), Is.False, "the next one waits anew");
        Assert.That(turns.Suits(hasBody: false), Is.True);
    }
}
