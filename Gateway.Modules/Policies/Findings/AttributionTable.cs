using Gateway.Modules.Policies.Outcomes;

namespace Gateway.Modules.Policies.Findings;

/// <summary>
/// The table as one group of wordings sees it: a row set of its failures and one of the successes. Failures of others leave the table
/// (neither failure nor success: another fault says nothing about this one), and so do failures that a live policy of the group explains
/// already; what is an answer rather than a failure, <see cref="OutcomeMeanings"/> tells.
/// </summary>
internal sealed class AttributionTable
{
    private readonly TableSnapshot _snapshot;

    public AttributionTable(
        TableSnapshot snapshot,
        ClusterGroup group,
        Explanations explanations,
        IReadOnlyList<int> neverActOn,
        DateTimeOffset onset,
        int rows)
    {
        _snapshot = snapshot;
        Group = group;
        Onset = onset;
        Length = rows;
        Failed = new RowSet(snapshot.Count);
        Succeeded = new RowSet(snapshot.Count);
        Explained = new RowSet(snapshot.Count);
        var wordings = new bool[snapshot.WordingCount];
        foreach (var key in group.Keys)
        {
            if (snapshot.FindWording(key) is >= 0 and var id)
            {
                wordings[id] = true;
            }
        }

        for (var i = 0; i < rows; i++)
        {
            var row = snapshot.Rows[i];
            var wording = snapshot.WordingOf(i);
            var meaning = row.MeaningFor(wording >= 0 && wordings[wording], group.IsCallersFault, neverActOn);
            if (meaning == OutcomeMeaning.Success)
            {
                Succeeded.Add(i);
            }
            else if (meaning == OutcomeMeaning.Failure)
            {
                SortFailure(i, row, explanations);
            }
        }

        snapshot.Budget.Spend(4L * rows);
    }

    private void SortFailure(int i, OutcomeRow row, Explanations explanations)
    {
        if (!explanations.Principals.Any(e => e.Explains(row)))
        {
            (explanations.Scopes.Any(e => e.Explains(row)) ? Explained : Failed).Add(i);
        }
    }

    private AttributionTable(AttributionTable whole, RowSet failed, RowSet succeeded)
    {
        _snapshot = whole._snapshot;
        Group = whole.Group;
        Onset = whole.Onset;
        Length = whole.Length;
        Failed = failed;
        Succeeded = succeeded;
        Explained = new RowSet(_snapshot.Count);
        IsInsidePolicies = true;
    }

    public TableSnapshot Snapshot => _snapshot;

    /// <summary>Newest first.</summary>
    public ReadOnlySpan<OutcomeRow> Rows => _snapshot.Rows[..Length];

    public int Length { get; }

    public ClusterGroup Group { get; }

    public DateTimeOffset Now => _snapshot.Now;

    public DateTimeOffset Onset { get; }

    public RowSet Failed { get; }

    public RowSet Succeeded { get; }

    /// <summary>Failures of the group that a live policy accounts for.</summary>
    public RowSet Explained { get; }

    /// <summary>Whether the table holds only what lies in the scopes of live policies; see <see cref="Inside"/>.</summary>
    public bool IsInsidePolicies { get; }

    /// <summary>True failure of the group, false success, null neither.</summary>
    public bool? FailedAt(int row) => Failed.Contains(row) ? true : Succeeded.Contains(row) ? false : null;

    /// <summary>
    /// What lies in these scopes and nothing else, its failures counted again: among what a policy accounts for there may be one client
    /// that fails by itself, and goes on when the others have recovered.
    /// </summary>
    public AttributionTable Inside(IReadOnlyList<Explanation> scopes)
    {
        var failed = new RowSet(_snapshot.Count);
        var succeeded = new RowSet(_snapshot.Count);
        for (var i = 0; i < Length; i++)
        {
            var row = _snapshot.Rows[i];
            var isFailure = Explained.Contains(i) || Failed.Contains(i);
            if ((isFailure || Succeeded.Contains(i)) && scopes.Any(e => e.Explains(row)))
            {
                (isFailure ? failed : succeeded).Add(i);
            }
        }

        _snapshot.Budget.Spend(4L * Length);
        return new AttributionTable(this, failed, succeeded);
    }
}

/// <summary>The scopes of a group's live policies.</summary>
/// <param name="Scopes">Those that name no principal: a single client may still be found among what they explain.</param>
/// <param name="Principals">Those that name one; nothing is left to be found there.</param>
internal readonly record struct Explanations(IReadOnlyList<Explanation> Scopes, IReadOnlyList<Explanation> Principals);

/// <summary>A live policy, as far as it explains failures.</summary>
internal readonly record struct Explanation(string PolicyId, ScopeTests Tests)
{
    /// <summary>A request that the policy has sent to a fallback fails there for reasons of the fallback.</summary>
    public bool Explains(OutcomeRow row) =>
        Tests.Match(row) && !(row.PolicyRole == PolicyRole.Rerouted && row.PolicyId == PolicyId);
}
