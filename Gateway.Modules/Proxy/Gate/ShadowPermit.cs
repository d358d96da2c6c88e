namespace Gateway.Modules.Proxy.Gate;

/// <summary>
/// Held by a request that a limit would have refused, were it enforced. What the scope achieves includes it: without it the limit would
/// take its own shadow for a service that fails.
/// </summary>
internal sealed class ShadowPermit(IRateLimiter limiter) : IPermit
{
    private int _ended;

    public PolicyRole Role => PolicyRole.ShadowRefused;

    public void Success()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            limiter.RecordSuccess();
        }
    }

    public void Failure() => Ignore();

    public void Ignore() => Interlocked.Exchange(ref _ended, 1);

    public void Release()
    {
    }
}
