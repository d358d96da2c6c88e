namespace Gateway.Modules.Policies;

/// <summary>Requests a second that succeed, in the last quarter of a minute or so.</summary>
internal sealed class HealthyRate
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(15);

    private double _requests;
    private double _seconds;
    private DateTimeOffset? _at;

    public double PerSecond => _seconds <= 0 ? 0 : _requests / _seconds;

    public void Add(double requests) => _requests += requests;

    /// <summary>Time goes on; what came before fades.</summary>
    public void Advance(DateTimeOffset now)
    {
        var passed = _at is { } at && now > at ? (now - at).TotalSeconds : 0;
        var left = Math.Exp(-passed / Memory.TotalSeconds);
        (_requests, _seconds, _at) = (_requests * left, (_seconds * left) + passed, now);
    }
}
