using Gateway.Modules.Shared.Collections;

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

    private readonly BoundedMap<ulong, Turn> _turns = new(Most);

    /// <summary>Notes that a principal asks.</summary>
    public void Saw(ulong voter, TimeSpan now) =>
        _turns.Set(voter, new Turn(now, _turns.TryGet(voter, out var turn) ? turn.TakenAt : Never));

    /// <summary>Whether nobody else seen lately has waited longer. Who has no name comes last: nothing is learned from it.</summary>
    public bool IsNext(ulong voter, TimeSpan now)
    {
        var mine = voter == 0 ? TimeSpan.MaxValue : _turns.TryGet(voter, out var turn) ? turn.TakenAt : Never;
        return !OthersWait(voter, mine, now);
    }

    /// <summary>Whether somebody else seen lately has had no turn since <paramref name="since"/>.</summary>
    public bool OthersWait(ulong voter, TimeSpan since, TimeSpan now)
    {
        for (var node = _turns.Newest; node is not null && now - node.Value.Value.SeenAt <= Lately; node = node.Previous)
        {
            if (node.Value.Key != voter && node.Value.Key != 0 && node.Value.Value.TakenAt < since)
            {
                return true;
            }
        }

        return false;
    }

    public bool HasHadTurnSince(ulong voter, TimeSpan since) => _turns.TryGet(voter, out var turn) && turn.TakenAt >= since;

    public void Take(ulong voter, TimeSpan now) => _turns.Set(voter, new Turn(now, now));

    private readonly record struct Turn(TimeSpan SeenAt, TimeSpan TakenAt);
}
