using System.Runtime.InteropServices;

namespace Gateway.Modules.Breaking;

/// <summary>
/// Spreads what an open breaker lets through over principals: who has had no turn for longest goes first among those that have been
/// seen lately, so that the one that asks most does not speak for all. Not thread-safe.
/// </summary>
internal sealed class PrincipalTurns
{
    /// <summary>Principals remembered; the one not seen for longest gives way.</summary>
    private const int Most = 256;

    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Never = TimeSpan.MinValue;

    private readonly Dictionary<ulong, Turn> _turns = [];

    /// <summary>Notes that a principal asks.</summary>
    public void Saw(ulong voter, TimeSpan now)
    {
        if (_turns.Count >= Most && !_turns.ContainsKey(voter))
        {
            _turns.Remove(_turns.MinBy(t => t.Value.SeenAt).Key);
        }

        ref var turn = ref CollectionsMarshal.GetValueRefOrAddDefault(_turns, voter, out var known);
        turn = new Turn(now, known ? turn.TakenAt : Never);
    }

    /// <summary>Whether nobody else seen lately has waited longer. Who has no name comes last: nothing is learned from it.</summary>
    public bool IsNext(ulong voter, TimeSpan now)
    {
        var mine = voter == 0 ? TimeSpan.MaxValue : _turns.TryGetValue(voter, out var turn) ? turn.TakenAt : Never;
        foreach (var (other, theirs) in _turns)
        {
            if (other != voter && other != 0 && theirs.TakenAt < mine && now - theirs.SeenAt <= Lately)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether somebody else seen lately has had no turn since <paramref name="since"/>.</summary>
    public bool OthersWait(ulong voter, TimeSpan since, TimeSpan now)
    {
        foreach (var (other, theirs) in _turns)
        {
            if (other != voter && other != 0 && theirs.TakenAt < since && now - theirs.SeenAt <= Lately)
            {
                return true;
            }
        }

        return false;
    }

    public bool HasHadTurnSince(ulong voter, TimeSpan since) => _turns.TryGetValue(voter, out var turn) && turn.TakenAt >= since;

    public void Take(ulong voter, TimeSpan now) => CollectionsMarshal.GetValueRefOrAddDefault(_turns, voter, out _) = new Turn(now, now);

    private readonly record struct Turn(TimeSpan SeenAt, TimeSpan TakenAt);
}
