namespace Gateway.Modules.Policies.Findings;

/// <summary>
/// One principal, one vote: whether enough of them fail in a scope to act on it for all. Weights come from <see cref="VoterStandings"/>.
/// <list type="number">
/// <item>At least <c>Attribution:Principals</c> fail, by weight.</item>
/// <item>The mean over principals of their own failure shares in the window reaches the bound: whoever sends most has one vote.</item>
/// <item>Principals that were healthy in the scope within the last minute and have been silent in the window count as healthy: a short
/// window holds only those who send much. Where <see cref="Many"/> fail that is not asked: so many do not fail by themselves, and a fresh
/// fault need not wait for everybody.</item>
/// </list>
/// A scope that names its principal speaks for nobody else and needs no votes.
/// </summary>
internal sealed class PrincipalQuorum(AttributionOptions options, VoterStandings standings)
{
    /// <summary>So many failing principals carry a scope without those who have been silent.</summary>
    private const double Many = 8;

    private const double Rounding = 1e-9;
    private static readonly TimeSpan Say = TimeSpan.FromMinutes(1);

    /// <returns>The number of failing principals, or null when the votes do not carry the scope.</returns>
    public int? Count(AttributionTable table, Candidate candidate, int rows)
    {
        var shares = new Dictionary<ulong, (int Failed, int Total)>();
        for (var i = 0; i < rows; i++)
        {
            if (candidate.Rows.Contains(i) && table.FailedAt(i) is { } failed && table.Rows[i].Voter is not 0 and var voter)
            {
                shares.TryGetValue(voter, out var share);
                shares[voter] = (share.Failed + (failed ? 1 : 0), share.Total + 1);
            }
        }

        table.Snapshot.Budget.Spend(2L * rows);
        var failing = shares.Values.Count(s => s.Failed > 0);
        if (candidate.Scope.Names(DimensionNames.Principal))
        {
            return failing;
        }

        var (voters, failures, quorum) = (0.0, 0.0, 0.0);
        foreach (var (voter, share) in shares)
        {
            var weight = standings.WeightOf(voter, table.Now);
            voters += weight;
            failures += weight * share.Failed / share.Total;
            quorum += share.Failed > 0 ? weight : 0;
        }

        if (quorum < options.Principals - Rounding || failures < (candidate.Bound * voters) - Rounding)
        {
            return null;
        }

        return quorum >= Many || failures >= (candidate.Bound * (voters + Silent(table, candidate, rows, shares))) - Rounding
            ? failing : null;
    }

    /// <summary>Principals that succeeded in the scope within the last minute and are not heard in the window, by weight.</summary>
    private double Silent(AttributionTable table, Candidate candidate, int rows, Dictionary<ulong, (int Failed, int Total)> heard)
    {
        var silent = new HashSet<ulong>();
        var end = Math.Min(table.Length, table.Snapshot.RowsWithin(Say));
        for (var i = rows; i < end; i++)
        {
            if (table.Succeeded.Contains(i) && candidate.Rows.Contains(i) && table.Rows[i].Voter is not 0 and var voter
                && !heard.ContainsKey(voter))
            {
                silent.Add(voter);
            }
        }

        table.Snapshot.Budget.Spend(2L * Math.Max(0, end - rows));
        return silent.Sum(voter => standings.WeightOf(voter, table.Now));
    }
}
