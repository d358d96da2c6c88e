using Gateway.Modules.Policies.Findings;
using Gateway.Modules.Policies.Outcomes;
using Gateway.Modules.Policies.Wordings;

namespace Gateway.Modules.Policies;

/// <summary>
/// Groups wordings that lean towards the same scope: one fault said in several ways, which together reach the gates sooner and share one
/// policy.
/// </summary>
internal sealed class ClusterGroups(WordingActivities activities, LearnedPolicies learned)
{
    /// <summary>Groups that are searched in one evaluation; the others wait for the next one, longest waiting first.</summary>
    private const int MostSearched = 4;

    /// <summary>Of these, groups that several principals fail with, as far as there are any.</summary>
    private const int MostShared = 2;

    /// <summary>How far back a wording's leaning is looked for.</summary>
    private static readonly TimeSpan LeaningWindow = TimeSpan.FromSeconds(15);

    public ClusterGroup[] Of(IReadOnlyList<Wording> active, TableSnapshot snapshot, Attribution attribution, GatewayOptions current)
    {
        if (active.Count == 1)
        {
            return [new ClusterGroup(active)];
        }

        var minimum = current.Clustering.MinimumEvents;
        var recent = snapshot.RowsWithin(LeaningWindow);
        var tables = active.Select(wording => (Wording: wording, Table: TableOf(wording, snapshot, current.Policies, recent))).ToArray();
        snapshot.Index(tables.SelectMany(t => TellingValues.Of(t.Table, current.Policies.NeverActOn, minimum)));
        var waiting = tables
            .GroupBy(
                t => attribution.Leaning(t.Table, minimum) ?? t.Wording.Key.ToString(),
                t => t.Wording,
                StringComparer.Ordinal)
            .OrderBy(g => g.Min(w => activities.TryGet(w.Key, out var activity) ? activity.LastSearch : snapshot.Now))
            .ToArray();

        // Whoever fails with many texts of its own must not make those wait who fail with the same.
        var shared = waiting.Where(g => g.Any(w => activities.TryGet(w.Key, out var activity) && activity.Voters > 1));
        return [.. shared.Take(MostShared).Union(waiting).Take(MostSearched).Select(g => new ClusterGroup([.. g]))];
    }

    /// <summary>The newest rows as a group sees them.</summary>
    public AttributionTable TableFor(
        ClusterGroup group, TableSnapshot snapshot, Explanations explanations, PoliciesOptions policies, int rows) => new(
        snapshot,
        group,
        explanations,
        policies.NeverActOn,
        group.Keys.Min(k => activities.TryGet(k, out var activity) ? activity.Onset : snapshot.Now),
        rows);

    private AttributionTable TableOf(Wording wording, TableSnapshot snapshot, PoliciesOptions policies, int rows)
    {
        var group = new ClusterGroup([wording]);
        return TableFor(group, snapshot, learned.ExplanationsOf(group), policies, rows);
    }
}
