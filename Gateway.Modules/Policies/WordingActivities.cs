using System.Diagnostics.CodeAnalysis;
using Gateway.Modules.Contracts;

namespace Gateway.Modules.Policies;

/// <summary>Which wordings have failed lately. Bounded: texts can be made up by whoever provokes errors.</summary>
internal sealed class WordingActivities(IClusteringEngine clusters)
{
    private const int Most = 4096;

    /// <summary>Wordings that are looked at in one evaluation, the most frequent ones.</summary>
    private const int MostActive = 16;

    private readonly Dictionary<WordingKey, WordingActivity> _activities = [];
    private readonly Dictionary<string, string> _currentIds = new(StringComparer.Ordinal);

    public void Failed(WordingKey key, DateTimeOffset at)
    {
        key = Current(key);
        if (!_activities.TryGetValue(key, out var activity))
        {
            if (_activities.Count >= Most)
            {
                return;
            }

            _activities[key] = activity = new WordingActivity();
        }

        activity.Failed(at);
    }

    public bool TryGet(WordingKey key, [NotNullWhen(true)] out WordingActivity? activity) => _activities.TryGetValue(key, out activity);

    /// <summary>Clusters are merged now and then and old ids stay valid as aliases; remembered for one evaluation, since every row asks.</summary>
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
    /// Wordings with enough failures in <paramref name="rows"/> that failed since they were last searched, or that
    /// <paramref name="wait"/> for a confirmation.
    /// </summary>
    public IReadOnlyList<Wording> Active(IReadOnlyList<OutcomeRow> rows, int minimumFailures, Func<WordingKey, bool> wait)
    {
        var failures = new Dictionary<WordingKey, int>();
        foreach (var row in rows)
        {
            if (row is { Kind: RowKind.Failure, Wording: { } wording })
            {
                var key = Current(wording);
                failures[key] = failures.GetValueOrDefault(key) + 1;
            }
        }

        return [.. failures
            .Where(f => f.Value >= minimumFailures && _activities.TryGetValue(f.Key, out var activity) && (activity.Changed || wait(f.Key)))
            .OrderByDescending(f => f.Value)
            .ThenBy(f => f.Key.ClusterId, StringComparer.Ordinal)
            .ThenBy(f => f.Key.Fingerprint?.Value)
            .Select(f => clusters.GetCluster(f.Key.ClusterId) is { } cluster ? new Wording(f.Key, cluster) : null)
            .OfType<Wording>()
            .Take(MostActive)];
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

    /// <summary>Drops wordings that have been silent since <paramref name="before"/>; returns the clusters none of whose wordings is left.</summary>
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
