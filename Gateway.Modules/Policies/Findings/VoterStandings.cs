namespace Gateway.Modules.Policies.Findings;

/// <summary>
/// When each principal last succeeded. Who has never succeeded may be a newcomer made up to be one more failing principal: until a success
/// of its own, within <see cref="Memory"/>, its vote counts a tenth. Not thread-safe.
/// </summary>
internal sealed class VoterStandings
{
    public const double Unproven = 0.1;

    /// <summary>Principals remembered; more are unproven until there is room.</summary>
    private const int Most = 65_536;

    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly Dictionary<ulong, DateTimeOffset> _succeededAt = [];
    private DateTimeOffset _prunedAt;

    public void Succeeded(ulong voter, DateTimeOffset at)
    {
        if (voter != 0 && (_succeededAt.Count < Most || _succeededAt.ContainsKey(voter)))
        {
            _succeededAt[voter] = at;
        }
    }

    /// <summary>What the principal's vote counts: 0 where it has no name.</summary>
    public double WeightOf(ulong voter, DateTimeOffset now) =>
        voter == 0 ? 0 : _succeededAt.TryGetValue(voter, out var at) && now - at <= Memory ? 1 : Unproven;

    /// <summary>Makes room, a few times in the length of the memory.</summary>
    public void Forget(DateTimeOffset now)
    {
        if (now - _prunedAt < Memory / 10)
        {
            return;
        }

        _prunedAt = now;
        foreach (var (voter, at) in _succeededAt)
        {
            if (now - at > Memory)
            {
                _succeededAt.Remove(voter);
            }
        }
    }
}
