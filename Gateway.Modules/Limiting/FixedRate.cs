using Microsoft.Extensions.Options;

namespace Gateway.Modules.Limiting;

/// <summary>An operator's rate: it stays, whatever becomes of the requests.</summary>
internal sealed class FixedRate(double? ratePerSecond, IOptionsMonitor<LimiterOptions> options) : IRateRule
{
    private double? _rate = ratePerSecond;
    private double? _burst;

    public double RatePerSecond
    {
        get
        {
            var current = options.CurrentValue;
            return Math.Min(_rate ?? current.DefaultRate, current.MaxRate);
        }
    }

    /// <summary>A second's worth unless it is said; two at least, so that one can be left to others.</summary>
    public double Burst => Math.Max(2, _burst ?? RatePerSecond);

    public bool IsLifted => false;

    public int Epoch => 0;

    public string? Advance(TimeSpan now) => null;

    public void Refused(TimeSpan now)
    {
    }

    public void Succeeded(int epoch, TimeSpan latency, TimeSpan now)
    {
    }

    public void Passed(TimeSpan now)
    {
    }

    public void Failed(int epoch, ulong voter, TimeSpan now)
    {
    }

    public void Pause(TimeSpan until)
    {
    }

    public void Set(double ratePerSecond, double burst) => (_rate, _burst) = (ratePerSecond, burst);
}
