namespace Gateway.Lab.FalseAlarms;

/// <summary>Time that goes by as fast as the simulation likes.</summary>
internal sealed class SimulatedClock : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private TimeSpan _elapsed;

    public double Second => _elapsed.TotalSeconds;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Never back.</summary>
    public void MoveTo(double second) =>
        _elapsed = TimeSpan.FromSeconds(second) is var later && later > _elapsed ? later : _elapsed;

    public override DateTimeOffset GetUtcNow() => Start + _elapsed;

    public override long GetTimestamp() => _elapsed.Ticks;
}
