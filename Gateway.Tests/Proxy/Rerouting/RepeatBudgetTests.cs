using Gateway.Modules.Proxy.Rerouting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Proxy.Rerouting;

public sealed class RepeatBudgetTests
{
    private readonly FakeTimeProvider _time = new();

    [TestCase(0, 3)]
    [TestCase(15, 3)]
    [TestCase(20, 4)]
    [TestCase(1000, 200)]
    public void TryTake_RequestsOfTenSeconds_AllowsAFifthOrThree(int requests, int expected)
    {
        var budget = new RepeatBudget(_time);
        for (var i = 0; i < requests; i++)
        {
            budget.CountRequest();
        }

        Assert.That(Enumerable.Range(0, 2000).Count(_ => budget.TryTake()), Is.EqualTo(expected));
    }

    [Test]
    public void TryTake_TenSecondsLater_WhatWasIsForgotten()
    {
        var budget = new RepeatBudget(_time);
        for (var i = 0; i < 100; i++)
        {
            budget.CountRequest();
        }

        Assert.That(Enumerable.Range(0, 20).All(_ => budget.TryTake()), Is.True);
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.That(budget.TryTake(), Is.False);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(Enumerable.Range(0, 20).Count(_ => budget.TryTake()), Is.EqualTo(RepeatBudget.Least),
            "the requests are forgotten, too");
        _time.Advance(TimeSpan.FromHours(1));
        Assert.That(budget.TryTake(), Is.True);
    }

    [Test]
    public void GiveBack_OneTaken_ItCanBeTakenAgain()
    {
        var budget = new RepeatBudget(_time);
        while (budget.TryTake())
        {
        }

        budget.GiveBack();
        Assert.That(budget.TryTake(), Is.True);
        Assert.That(budget.TryTake(), Is.False);
    }
}
