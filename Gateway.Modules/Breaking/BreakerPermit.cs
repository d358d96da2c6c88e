using Gateway.Modules.Contracts;

namespace Gateway.Modules.Breaking;

/// <summary>Admission of one request. The first end counts; whoever ends it again, from whatever thread, does nothing.</summary>
internal sealed class BreakerPermit(BreakerController controller, PolicyRole role, int epoch) : IBreakerPermit
{
    private int _ended;

    public PolicyRole Role { get; } = role;

    /// <summary>Which life of the breaker admitted the request.</summary>
    public int Epoch { get; } = epoch;

    public void Success() => End(PermitEnd.Success);

    public void Failure() => End(PermitEnd.Failure);

    public void Ignore() => End(PermitEnd.Ignored);

    private void End(PermitEnd end)
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            controller.End(this, end);
        }
    }
}

internal enum PermitEnd
{
    Success,
    Failure,
    Ignored,
}
