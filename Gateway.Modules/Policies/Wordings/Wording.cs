namespace Gateway.Modules.Policies.Wordings;

/// <summary>
/// What counts as one cause without doubt: the errors of a cluster that are near enough to act on (no fingerprint), or the exact
/// repeats of one text that is near enough to be shown there but not to be counted with the others.
/// </summary>
internal readonly record struct WordingKey(string ClusterId, Fingerprint? Fingerprint)
{
    public static WordingKey? Of(ClusteredSample item) => item.Assignment switch
    {
        null => null,
        { Actionable: true } assignment => new WordingKey(assignment.ClusterId, null),
        { } assignment => new WordingKey(assignment.ClusterId, item.Sample.Error?.Fingerprint),
    };
}

/// <summary>A wording and the cluster it is shown in.</summary>
internal sealed record Wording(WordingKey Key, ErrorCluster Cluster);
