namespace Gateway.Modules.Limiting;

/// <summary>
/// Tokens that come at a rate and are saved up to a burst. The framework's TokenBucketRateLimiter can change neither its rate nor its
/// clock. Not thread-safe.
/// </summary>
internal sealed class TokenBucket
{
    /// <summary>Tokens are a sum of many small parts, and one that is complete but for rounding is one.</summary>
    private const double Rounding = 1e-9;

    private TimeSpan _at;

    public TokenBucket(double rate, double burst, TimeSpan now)
    {
        (Rate, Burst, Tokens, _at) = (rate, burst, burst, now);
    }

    public double Rate { get; private set; }

    public double Burst { get; private set; }

    public double Tokens { get; private set; }

    /// <summary>Changes both from now on; tokens that fit are kept.</summary>
    public void Set(double rate, double burst, TimeSpan now)
    {
        Refill(now);
        (Rate, Burst, Tokens) = (rate, burst, Math.Min(Tokens, burst));
    }

    public void Refill(TimeSpan now)
    {
        Tokens = Math.Min(Burst, Tokens + (Rate * Math.Max(0, (now - _at).TotalSeconds)));
        _at = now;
    }

    public bool Has(double tokens) => Tokens >= tokens - Rounding;

    public void Take() => Tokens = Math.Max(0, Tokens - 1);

    public void GiveBack() => Tokens = Math.Min(Burst, Tokens + 1);

    /// <summary>Time until there are so many.</summary>
    public TimeSpan Until(double tokens) => TimeSpan.FromSeconds(Math.Max(0, tokens - Tokens) / Rate);
}
