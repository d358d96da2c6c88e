namespace Gateway.Modules.Breaking;

/// <summary>Admission of one request. The first end counts; whoever ends it again, from whatever thread, does nothing.</summary>
internal sealed class BreakerPermit(BreakerController controller, PolicyRole role, int epoch, ulong voter) : IPermit
{
    private const int UnderWay = 0;
    private const int Released = 1;
    private const int Over = 2;

    private int _state;

    public PolicyRole Role { get; } = role;

    /// <summary>Which life of the breaker admitted the request.</summary>
    public int Epoch { get; } = epoch;

    public ulong Voter { get; } = voter;

    public void Success() => End(PermitEnd.Success);

    public void Failure() => End(PermitEnd.Failure);

    public void Ignore() => End(PermitEnd.Ignored);

    public void Release()
    {
        if (Interlocked.CompareExchange(ref _state, Released, UnderWay) == UnderWay)
        {
            controller.Release(this);
        }
    }

    private void End(PermitEnd end)
    {
        var before = Interlocked.Exchange(ref _state, Over);
        if (before != Over)
        {
            controller.End(this, end, released: before == Released);
        }
    }
}

internal enum PermitEnd
{
    Success,
    Failure,
    Ignored,
}
