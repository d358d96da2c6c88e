using Gateway.Modules.Shared.Collections;

namespace Gateway.Modules.Sampling;

/// <summary>
/// Each voter's part of what is certainly taken in a second: a quarter of all where there are others, and a part of the new errors.
/// Bounded: voters beyond the cap share one part. One thread at a time.
/// </summary>
internal sealed class VoterShares
{
    private const int MostVoters = 4096;
    private const string AllOthers = "*";

    /// <summary>A voter takes at most this part of a second's certain samples.</summary>
    private const int VoterParts = 4;

    /// <summary>New errors of one voter are certain up to this part of a second's certain samples, and up to a few in any case.</summary>
    private const int NewParts = 16;
    private const int FewNew = 16;

    /// <summary>For so long after two have come by turns nobody counts as alone.</summary>
    private const long AloneAfterSeconds = 60;

    /// <summary>Records of several threads arrive a little out of order; a step back beyond this is a clock that was set.</summary>
    private const long OutOfOrderSeconds = 5;

    private readonly FoldingMap<string, Share> _shares = new(MostVoters, AllOthers, StringComparer.Ordinal);
    private long _second = long.MinValue;
    private long _othersUntil = long.MinValue;
    private string? _before;
    private int _taken;

    /// <summary>An outcome of a voter; must come before the questions about it.</summary>
    public void Arrives(string voter, long second)
    {
        if (second > _second || second < _second - OutOfOrderSeconds)
        {
            _othersUntil = second < _second ? long.MinValue : _othersUntil;
            _second = second;
            _taken = 0;
            _shares.Clear();
        }

        if (_before is not null && _before != voter)
        {
            _othersUntil = _second + AloneAfterSeconds;
        }

        _before = voter;
    }

    /// <summary>Takes a place of the second's for an outcome, if there is one for its voter.</summary>
    public bool Takes(string voter, int minimumPerSecond)
    {
        ref var share = ref _shares.Of(voter, out _);
        if (_taken >= minimumPerSecond || (_second <= _othersUntil && share.Taken >= Math.Max(1, minimumPerSecond / VoterParts)))
        {
            return false;
        }

        share.Taken++;
        _taken++;
        return true;
    }

    /// <summary>Whether a new error is one of the first that its voter brings in this second.</summary>
    public bool TakesNew(string voter, int minimumPerSecond)
    {
        ref var share = ref _shares.Of(voter, out _);
        return share.New++ < Math.Max(FewNew, minimumPerSecond / NewParts);
    }

    private struct Share
    {
        public int Taken;
        public int New;
    }
}
