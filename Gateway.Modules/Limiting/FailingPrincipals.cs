namespace Gateway.Modules.Limiting;

/// <summary>
/// Whether failures are those of several principals: one client that makes its own requests fail must not slow the others down. Where the
/// scope names its principal there is nobody else. Not thread-safe.
/// </summary>
internal sealed class FailingPrincipals(bool namesPrincipal)
{
    private const int Quorum = 3;

    private readonly ulong[] _voters = new ulong[Quorum];
    private int _count;

    public bool AreEnough => namesPrincipal || _count == Quorum;

    /// <summary>Who has no name has no vote.</summary>
    public void Add(ulong voter)
    {
        if (voter != 0 && _count < Quorum && !_voters.AsSpan(0, _count).Contains(voter))
        {
            _voters[_count++] = voter;
        }
    }

    public void Clear() => _count = 0;
}
