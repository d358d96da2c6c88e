namespace Gateway.Modules.Limiting;

/// <summary>Admission of one request. The first end counts; whoever ends it again, from whatever thread, does nothing.</summary>
internal sealed class LimiterPermit(PolicyLimiter limiter, ulong voter, bool ofOwnShare, int epoch, TimeSpan admittedAt) : IPermit
{
    private const long NotReleased = -1;

    private int _ended;
    private long _releasedAt = NotReleased;

    public PolicyRole Role => PolicyRole.Admitted;

    public ulong Voter { get; } = voter;

    /// <summary>Whether the principal took it of its own share, not of what others left.</summary>
    public bool OfOwnShare { get; } = ofOwnShare;

    /// <summary>Which of the limiter's rates admitted the request.</summary>
    public int Epoch { get; } = epoch;

    public void Success()
    {
        if (Ends())
        {
            limiter.Succeeded(this);
        }
    }

    public void Failure() => Failure(TimeSpan.Zero);

    public void Failure(TimeSpan retryAfter)
    {
        if (Ends())
        {
            limiter.Failed(this, retryAfter);
        }
    }

    public void Ignore() => Ends();

    public void GiveBack()
    {
        if (Ends())
        {
            limiter.GiveBack(this);
        }
    }

    public void Release() => Interlocked.CompareExchange(ref _releasedAt, limiter.Now.Ticks, NotReleased);

    /// <summary>How long it took, as far as that tells of a queue: how long an answer goes on after its start does not.</summary>
    public TimeSpan LatencyAt(TimeSpan now)
    {
        var released = Interlocked.Read(ref _releasedAt);
        return (released == NotReleased ? now : TimeSpan.FromTicks(released)) - admittedAt;
    }

    private bool Ends() => Interlocked.Exchange(ref _ended, 1) == 0;
}
