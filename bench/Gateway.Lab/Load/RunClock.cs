namespace Gateway.Lab.Load;

/// <summary>Milliseconds since a run began.</summary>
internal sealed class RunClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public double NowMs => time.GetElapsedTime(_start).TotalMilliseconds;

    /// <summary>At once where the moment has passed, and early where it is cancelled.</summary>
    public async Task WaitUntilAsync(double ms, CancellationToken cancellationToken)
    {
        if (ms > NowMs)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(ms - NowMs), time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
