using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Gateway.Modules.Policies.Outcomes;

namespace Gateway.Modules.Policies.Wordings;

/// <summary>
/// Which wordings have failed lately. Bounded, and shared out: texts can be made up by whoever provokes errors, so a full map lets go
/// of what a single principal brought before it turns anybody away, and a single principal's wordings have a few of the places in an
/// evaluation.
/// </summary>
internal sealed class WordingActivities(IClusteringEngine clusters)
{
    private const int Most = 4096;

    /// <summary>Wordings that are looked at in one evaluation.</summary>
    private const int MostActive = 16;

    /// <summary>Of these, wordings that only one principal's requests fail with.</summary>
    private const int MostOfOnePrincipal = 4;

    private readonly Dictionary<WordingKey, WordingActivity> _activities = [];
    private readonly Dictionary<string, string> _currentIds = new(StringComparer.Ordinal);

    /// <summary>Whether something failed since it was last searched.</summary>
    public bool AnyChanged => _activities.Values.Any(a => a.Changed);

    public void Failed(WordingKey key, DateTimeOffset at, ulong voter)
    {
        key = Current(key);
        if (!_activities.TryGetValue(key, out var activity))
        {
            if (_activities.Count >= Most && !MakeRoom())
            {
                return;
            }

            _activities[key] = activity = new WordingActivity();
        }

        activity.Failed(at, voter);
    }

    public bool TryGet(WordingKey key, [NotNullWhen(true)] out WordingActivity? activity) => _activities.TryGetValue(key, out activity);

    /// <summary>
    /// Clusters are merged now and then and old ids stay valid as aliases; remembered for one evaluation, since every row asks.
    /// </summary>
    public string CurrentId(string clusterId)
    {
        if (!_currentIds.TryGetValue(clusterId, out var current))
        {
            _currentIds[clusterId] = current = clusters.GetCluster(clusterId)?.Id ?? clusterId;
        }

        return current;
    }

    public WordingKey Current(WordingKey key) => key with { ClusterId = CurrentId(key.ClusterId) };

    /// <summary>
    /// Wordings with enough failures that may be acted on at all and that failed since they were last searched, or that
    /// <paramref name="wait"/> for a confirmation. Those of several principals come first, then those that have waited longest.
    /// </summary>
    /// <param name="canAct">What can never act is left out before the loudest are taken.</param>
    public IReadOnlyList<Wording> Active(
        TableSnapshot snapshot, int minimumFailures, Func<ErrorCluster, bool> canAct, Func<WordingKey, bool> wait)
    {
        var failures = new int[snapshot.WordingCount];
        for (var i = 0; i < snapshot.Count; i++)
        {
            if (snapshot.WordingOf(i) is >= 0 and var id)
            {
                failures[id]++;
            }
        }

        var ranked =
            from item in _activities
            let id = snapshot.FindWording(item.Key)
            where id >= 0 && failures[id] >= minimumFailures && (item.Value.Changed || wait(item.Key))
            let cluster = clusters.GetCluster(item.Key.ClusterId)
            where cluster is not null && canAct(cluster)
            orderby item.Value.Voters descending, item.Value.LastSearch, failures[id] descending,
                item.Key.ClusterId, item.Key.Fingerprint?.Value
            select (new Wording(item.Key, cluster), item.Value);
        return ShareOut(ranked);
    }

    private static List<Wording> ShareOut(IEnumerable<(Wording Wording, WordingActivity Activity)> ranked)
    {
        var taken = new List<Wording>(MostActive);
        var left = new List<Wording>(MostActive);
        var ofPrincipal = new Dictionary<ulong, int>();
        foreach (var (wording, activity) in ranked)
        {
            if (taken.Count == MostActive)
            {
                return taken;
            }

            ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(ofPrincipal, activity.FirstVoter, out _);
            if (activity.Voters > 1 || places++ < MostOfOnePrincipal)
            {
                taken.Add(wording);
            }
            else if (left.Count < MostActive)
            {
                left.Add(wording);
            }
        }

        // Nobody else needs the places.
        taken.AddRange(left.Take(MostActive - taken.Count));
        return taken;
    }

    /// <summary>Lets go of the longest silent wording that a single principal brought; false where there is none.</summary>
    private bool MakeRoom()
    {
        var (oldest, at) = (default(WordingKey?), DateTimeOffset.MaxValue);
        foreach (var (key, activity) in _activities)
        {
            if (activity.Voters < 2 && activity.LastFailure < at)
            {
                (oldest, at) = (key, activity.LastFailure);
            }
        }

        return oldest is { } found && _activities.Remove(found);
    }

    /// <summary>How far back the longest episode reaches that still goes on.</summary>
    public DateTimeOffset EarliestOnset(DateTimeOffset now, TimeSpan horizon) =>
        _activities.Values
            .Where(a => now - a.LastFailure <= horizon)
            .Select(a => a.Onset)
            .DefaultIfEmpty(now)
            .Min();

    /// <summary>Starts an evaluation.</summary>
    public void Refresh() => _currentIds.Clear();

    /// <summary>
    /// Drops wordings that have been silent since <paramref name="before"/>; returns the clusters none of whose wordings is left.
    /// </summary>
    public IReadOnlyList<string> Forget(DateTimeOffset before)
    {
        var silent = _activities.Where(a => a.Value.LastFailure < before).Select(a => a.Key).ToArray();
        foreach (var key in silent)
        {
            _activities.Remove(key);
        }

        return [.. silent.Select(k => k.ClusterId).Distinct().Where(id => _activities.Keys.All(k => k.ClusterId != id))];
    }
}
