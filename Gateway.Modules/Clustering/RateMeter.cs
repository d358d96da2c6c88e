namespace Gateway.Modules.Clustering;

/// <summary>
/// Weight a second with exponential forgetting: an event of weight w adds w / tau and fades as exp(-t / tau). Time that runs
/// backwards counts as standing still.
/// </summary>
internal struct RateMeter(TimeSpan memory)
{
    private readonly double _memorySeconds = memory.TotalSeconds;
    private double _rate;
    private DateTimeOffset _at;

    public void Add(double weight, DateTimeOffset at)
    {
        _rate = PerSecond(at) + (weight / _memorySeconds);
        _at = at > _at ? at : _at;
    }

    /// <summary>Merges what another meter of the same memory counted.</summary>
    public void Add(in RateMeter other, DateTimeOffset at)
    {
        _rate = PerSecond(at) + other.PerSecond(at);
        _at = at > _at ? at : _at;
    }

    public readonly double PerSecond(DateTimeOffset at) =>
        at > _at ? _rate * Math.Exp(-(at - _at).TotalSeconds / _memorySeconds) : _rate;
}
