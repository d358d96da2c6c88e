using Gateway.Modules.Proxy.Forwarding.Slowness;
using Gateway.Tests.Doubles;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Proxy.Forwarding.Slowness;

internal sealed class UsualLatencyTests
{
    private const int PerSecond = 20;

    private readonly FakeTimeProvider _time = new();
    private UsualLatency _usual = null!;
    private int _answers;

    [SetUp]
    public void SetUp()
    {
        _usual = new UsualLatency(_time);
        _answers = 0;
    }

    [Test]
    public void Limit_FewAnswers_IsNotKnownYet()
    {
        Assert.That(Late(3, Steady(1000)), Is.Zero);
        Assert.That(_usual.Limit, Is.Null);
    }

    [TestCase(10, 110, Description = "100 ms over the median")]
    [TestCase(200, 800, Description = "four times the median")]
    public void Limit_SteadyRoute_IsOfItsMedian(double median, double expected)
    {
        Late(20, Steady(median));
        Assert.That(_usual.Limit!.Value.TotalMilliseconds, Is.EqualTo(expected).Within(7).Percent);
    }

    [Test]
    public void IsLate_EveryFourthSlow_AfterFiveSecondsOfIt()
    {
        Late(60, Steady(20));
        Assert.That(Late(5, Mixed(4)), Is.Zero, "for five seconds it may be bad luck");
        Late(2, Mixed(4));
        Assert.That(Late(10, Mixed(4)), Is.EqualTo(10 * PerSecond / 4));
        Late(20, Steady(20));
        Assert.That(Late(4, Mixed(4)), Is.Zero, "the next time starts anew");
    }

    [Test]
    public void IsLate_EverythingSlowForTwentyMinutes_IsLateToTheEnd()
    {
        Late(60, Steady(20));
        Late(6, Steady(400));
        Assert.That(Late(20 * 60, Steady(400)), Is.EqualTo(20 * 60 * PerSecond), "a slow fault must not become the measure of itself");
        Late(10, Steady(20));
        Assert.That(_usual.Limit!.Value.TotalMilliseconds, Is.EqualTo(120).Within(7).Percent);
    }

    [Test]
    public void IsLate_SlowForMoreThanHalfAnHour_IsTheNewUsual()
    {
        Late(60, Steady(20));
        Late(31 * 60, Steady(400));
        Assert.That(Late(60, Steady(400)), Is.Zero);
    }

    [Test]
    public void IsLate_WhatTheRouteHasAlwaysDone_IsNot()
    {
        // Every twentieth request is for a report that takes its time.
        Late(120, Mixed(20));
        Assert.That(Late(120, Mixed(20)), Is.Zero);
    }

    [Test]
    public void IsLate_NowAndThenASlowOne_IsBadLuck()
    {
        Late(60, Steady(20));
        Assert.That(Late(600, Mixed(70)), Is.Zero);
    }

    [Test]
    public void IsLate_OneClientFloodsWithQuickRequests_OthersAreNotLateForIt()
    {
        for (var second = 0; second < 60; second++)
        {
            for (var i = 0; i < 500; i++)
            {
                _usual.IsLate(TimeSpan.FromMilliseconds(1), principal: 1000);
            }

            _time.Advance(TimeSpan.FromSeconds(1));
            _usual.IsLate(TimeSpan.FromMilliseconds(300), principal: second % 7);
            _usual.IsLate(TimeSpan.FromMilliseconds(300), principal: second % 5);
        }

        Assert.That(_usual.Limit!.Value.TotalMilliseconds, Is.GreaterThan(300));
        Assert.That(Late(60, Steady(300)), Is.Zero, "the flood is over, and others are what they were");
    }

    [Test]
    public void IsLate_OneClientFloodsWithQuickRequests_ASlowFaultIsSeenAllTheSame()
    {
        Late(60, Steady(20));
        var late = 0;
        for (var second = 0; second < 20; second++)
        {
            for (var i = 0; i < 2000; i++)
            {
                _usual.IsLate(TimeSpan.FromMilliseconds(1), principal: 1000);
            }

            late += Late(1, Mixed(4));
        }

        Assert.That(late, Is.GreaterThan(50));
    }

    [Test]
    public void IsLate_Warm_AllocatesNothing()
    {
        Late(60, Steady(20));
        Assert.That(WarmAllocation.Of(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            _usual.IsLate(TimeSpan.FromMilliseconds(_answers % 4 == 0 ? 500 : 20), _answers++);
        }), Is.Zero);
    }

    /// <summary>Answers for so many seconds, of forty principals in turn; returns how many were late.</summary>
    private int Late(int seconds, Func<int, double> milliseconds)
    {
        var late = 0;
        for (var i = 0; i < seconds * PerSecond; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1.0 / PerSecond));
            late += _usual.IsLate(TimeSpan.FromMilliseconds(milliseconds(_answers)), _answers % 40) ? 1 : 0;
            _answers++;
        }

        return late;
    }

    private static Func<int, double> Steady(double milliseconds) => _ => milliseconds;

    /// <summary>Each so manieth answer takes half a second, the others 20 ms.</summary>
    private static Func<int, double> Mixed(int each) => i => i % each == 0 ? 500 : 20;
}
