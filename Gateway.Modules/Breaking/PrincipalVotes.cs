using Gateway.Modules.Shared.Collections;

namespace Gateway.Modules.Breaking;

/// <summary>
/// What each principal has last said about the scope: one principal, one vote, however often it asks. Votes are kept in the order
/// of their last change and for one minute; who has no name (0) has none. Not thread-safe.
/// <para>
/// The sequential test (<see cref="LikelihoodRatio"/>) runs over these votes instead of over all outcomes: its sum is the highest
/// over the newest k votes of the present life, k = 1, 2, ... (Page 1954 in its equivalent form as a maximum over suffixes).
/// </para>
/// </summary>
/// <param name="everyOutcomeCounts">The scope names its principal, which speaks for nobody else: then each outcome is a vote.</param>
internal sealed class PrincipalVotes(bool everyOutcomeCounts)
{
    /// <summary>Principals remembered; the one silent for longest gives way.</summary>
    private const int Most = 512;

    /// <summary>Newest votes that the test looks at: it is decided by far fewer.</summary>
    private const int MostTested = 64;

    /// <summary>Failing principals without which a scope that names none is not closed to all.</summary>
    private const int LeastFailing = 3;

    /// <summary>So many failing principals need not be most of those heard in the last minute: no fault of theirs explains them.</summary>
    private const int ManyFailing = 8;

    private const double MostOfThem = 0.75;
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    private readonly BoundedMap<ulong, Vote> _votes = new(Most);
    private ulong _outcomes;

    /// <summary>Whether the principal has voted in this life of the breaker.</summary>
    public bool HasVoted(ulong voter, int epoch) => _votes.TryGet(voter, out var vote) && vote.Epoch == epoch;

    public void Count(ulong voter, bool success, int epoch, TimeSpan now)
    {
        if (voter == 0)
        {
            return;
        }

        _votes.Set(everyOutcomeCounts ? ++_outcomes : voter, new Vote(success, epoch, now));
    }

    /// <summary>The test's sum over the votes of one life.</summary>
    /// <param name="ofSuccess">By how much a success moves it.</param>
    /// <param name="ofFailure">By how much a failure moves it.</param>
    public double Sum(int epoch, double ofSuccess, double ofFailure)
    {
        var (sum, highest) = (0.0, 0.0);
        var left = MostTested;
        for (var node = _votes.Newest; node is not null && left-- > 0; node = node.Previous)
        {
            if (node.Value.Value.Epoch == epoch)
            {
                sum += node.Value.Value.Success ? ofSuccess : ofFailure;
                highest = Math.Max(highest, sum);
            }
        }

        return highest;
    }

    /// <summary>Whether more principals of this life say that all is well than say it is not; so it is where none has a name.</summary>
    public bool MostSucceed(int epoch)
    {
        var (heard, succeeding) = (0, 0);
        for (var node = _votes.Newest; node is not null; node = node.Previous)
        {
            heard += node.Value.Value.Epoch == epoch ? 1 : 0;
            succeeding += node.Value.Value.Epoch == epoch && node.Value.Value.Success ? 1 : 0;
        }

        return heard == 0 || 2 * succeeding > heard;
    }

    /// <summary>
    /// Whether enough principals fail to close the scope to others: a few of them, and most of those heard lately, or many.
    /// </summary>
    public bool EnoughFail(TimeSpan now)
    {
        if (everyOutcomeCounts)
        {
            return true;
        }

        var (failing, heard) = (0, 0);
        for (var node = _votes.Newest; node is not null && now - node.Value.Value.At <= Memory; node = node.Previous)
        {
            heard++;
            failing += node.Value.Value.Success ? 0 : 1;
        }

        return failing >= ManyFailing || (failing >= LeastFailing && failing >= MostOfThem * heard);
    }

    private readonly record struct Vote(bool Success, int Epoch, TimeSpan At);
}
