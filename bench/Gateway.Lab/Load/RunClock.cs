namespace Gateway.Lab.Load;

/// <summary>Milliseconds since a run began.</summary>
internal sealed class RunClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public double NowMs => time.GetElapsedTime(_start).TotalMilliseconds;
}
