using Gateway.Modules.Shared.Collections;

namespace Gateway.Modules.Limiting;

/// <summary>
/// Until when the upstream asks to be left alone (<c>Retry-After</c> of failing answers). It may mean the caller's own quota, so the word
/// holds for the principal that was told; and for all of the scope once three principals are told who are more than half of those heard
/// lately, or where the scope names its principal. Not thread-safe.
/// </summary>
/// <param name="namesPrincipal">Whether the scope speaks for one principal only.</param>
internal sealed class UpstreamPauses(bool namesPrincipal)
{
    private const int Quorum = 3;

    /// <summary>Principals remembered; the one that was not heard for longest gives way.</summary>
    private const int Most = 256;

    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(10);

    private readonly BoundedMap<ulong, Word> _words = new(Most);
    private TimeSpan _allUntil;

    /// <summary>A principal got an answer that does not ask to wait. What it was told before still holds for itself.</summary>
    public void Heard(ulong voter, TimeSpan now) =>
        _words.Set(voter, new Word(now, _words.TryGet(voter, out var word) ? word.Until : TimeSpan.Zero, Told: false));

    /// <summary>A principal was told to wait. True when that makes all of the scope wait longer.</summary>
    public bool Told(ulong voter, TimeSpan until, TimeSpan now)
    {
        _words.Set(voter, new Word(now, until, Told: true));
        var all = namesPrincipal ? until : SharedUntil(now);
        var longer = all > _allUntil && all > now;
        _allUntil = all > _allUntil ? all : _allUntil;
        return longer;
    }

    /// <summary>Until when nothing of the scope goes.</summary>
    public TimeSpan AllUntil => _allUntil;

    /// <summary>Until when nothing of a principal goes.</summary>
    public TimeSpan UntilFor(ulong voter) =>
        _words.TryGet(voter, out var word) && word.Until > _allUntil ? word.Until : _allUntil;

    /// <summary>As long as there are enough who are told to wait so long. Nobody's word is no vote.</summary>
    private TimeSpan SharedUntil(TimeSpan now)
    {
        var heard = 0;
        var told = new List<TimeSpan>();
        for (var node = _words.Newest; node is not null && now - node.Value.Value.At <= Lately; node = node.Previous)
        {
            heard += node.Value.Key == 0 ? 0 : 1;
            if (node.Value is { Key: not 0, Value.Told: true })
            {
                told.Add(node.Value.Value.Until);
            }
        }

        var needed = Math.Max(Quorum, (heard / 2) + 1);
        if (told.Count < needed)
        {
            return TimeSpan.Zero;
        }

        told.Sort();
        return told[^needed];
    }

    private readonly record struct Word(TimeSpan At, TimeSpan Until, bool Told);
}
