using Gateway.Modules.Policies.Outcomes;

namespace Gateway.Modules.Policies.Findings;

/// <summary>
/// The values that tell a group's failures from the successes, at most <see cref="Most"/>: whoever invents values adds to the noise that is
/// left out, not to these.
/// </summary>
internal static class TellingValues
{
    private const int Most = 32;

    /// <summary>
    /// Of these, values that say where a request goes or who sends it: kept by their failures alone, since all traffic may share them.
    /// </summary>
    private const int MostPlaces = 12;

    public static KnownValue[] Of(AttributionTable table, IReadOnlyList<int> neverActOn, int minimumFailures)
    {
        var snapshot = table.Snapshot;
        snapshot.CountSuccesses(neverActOn);
        var seen = new List<KnownValue>();
        var failures = 0;
        for (var i = 0; i < table.Length; i++)
        {
            if (!table.Failed.Contains(i))
            {
                continue;
            }

            failures++;
            foreach (var value in table.Rows[i].Values)
            {
                if (snapshot.NotesOf(value).Failures++ == 0)
                {
                    seen.Add(value);
                }
            }

            snapshot.Budget.Spend(table.Rows[i].Values.Length);
        }

        var chosen = Choose([.. seen.Where(v => v.Notes.Failures >= minimumFailures)], failures);
        foreach (var value in seen)
        {
            value.Notes.Failures = 0;
        }

        return chosen;
    }

    private static KnownValue[] Choose(KnownValue[] frequent, int failures)
    {
        var successes = frequent.Select(v => v.Notes.Successes).DefaultIfEmpty().Max();
        var byFailures = frequent
            .OrderByDescending(v => v.Notes.Failures)
            .ThenBy(v => DimensionNames.RankOf(v.Dimension))
            .ThenBy(v => v.Dimension, StringComparer.Ordinal)
            .ThenBy(v => v.Shown, StringComparer.Ordinal)
            .ToArray();
        if (byFailures.Length <= Most)
        {
            return byFailures;
        }

        var places = byFailures.Where(v => DimensionNames.RankOf(v.Dimension) <= DimensionNames.RankOf(DimensionNames.Principal))
            .Take(MostPlaces);
        var telling = byFailures.OrderByDescending(v => v.Notes.Failures - ((double)failures * v.Notes.Successes / Math.Max(1, successes)));
        return [.. places.Concat(telling).Distinct().Take(Most)];
    }
}
