using Gateway.Modules.Policies.Wordings;


namespace Gateway.Modules.Policies;

/// <summary>What attribution is asked about: one wording, or several that are one fault.</summary>
internal sealed class ClusterGroup(IReadOnlyList<Wording> wordings)
{
    private readonly HashSet<WordingKey> _keys = [.. wordings.Select(w => w.Key)];

    public IReadOnlyCollection<WordingKey> Keys => _keys;

    public IReadOnlyList<ErrorCluster> Clusters { get; } = [.. wordings.Select(w => w.Cluster).DistinctBy(c => c.Id)];

    /// <summary>The largest cluster speaks for the group where the clusters differ.</summary>
    public ErrorCluster Lead => Clusters.MaxBy(c => c.Size)!;

    /// <summary>
    /// The kind of the largest cluster that has one. A text lends a name, never a right: under a 4xx it cannot claim that the service is at
    /// fault, since whoever sends the request may have chosen the words.
    /// </summary>
    public ErrorKind Kind =>
        Clusters.Where(c => KindOf(c) != ErrorKind.Unknown).MaxBy(c => c.Size) is { } cluster ? KindOf(cluster) : ErrorKind.Unknown;

    public double Severity => Clusters.Max(c => c.Severity);

    public bool IsCallersFault => Kind.IsCallersFault();

    public bool Contains(WordingKey key) => _keys.Contains(key);

    private static ErrorKind KindOf(ErrorCluster cluster) => cluster.Kind switch
    {
        ErrorKind.DependencyDown or ErrorKind.Defect or ErrorKind.DataConflict or ErrorKind.ResourceExhausted or ErrorKind.Overload
            when OutcomeMeanings.IsCallerError(cluster.UpstreamStatus) && cluster.UpstreamStatus is not (408 or 429) => ErrorKind.Unknown,
        var kind => kind,
    };
}

/// <summary>What is to be done about a group in a scope.</summary>
internal readonly record struct RuleVerdict(PolicyAction Action, PolicyMode Mode);

/// <summary>
/// Turns meaning and scope into an action: the configured rules, first match wins, then the built-in ones. A rule may allow an
/// action; what the scope itself forbids stays forbidden.
/// </summary>
internal static class RuleBook
{
    private static readonly RuleVerdict Observe = new(PolicyAction.Observe, PolicyMode.Shadow);

    public static RuleVerdict Decide(ClusterGroup group, Scope scope, PoliciesOptions options)
    {
        if (options.NeverActOn.Contains(group.Lead.UpstreamStatus))
        {
            return Observe;
        }

        var verdict = Configured(group, scope, options) ?? BuiltIn(group, scope);
        return verdict.Action switch
        {
            // One destination is no property of the request: refusing for it would refuse what another could serve.
            PolicyAction.Break when scope.Names(DimensionNames.Destination) => Observe,
            // A fault of the caller lies in what was sent; a route is not at fault.
            PolicyAction.Break when group.IsCallersFault && !scope.SaysWhatWasSent => Observe,
            // Nothing shapes or ejects yet: such policies count in shadow.
            PolicyAction.Limit or PolicyAction.Eject => verdict with { Mode = PolicyMode.Shadow },
            _ => verdict,
        };
    }

    private static RuleVerdict? Configured(ClusterGroup group, Scope scope, PoliciesOptions options)
    {
        foreach (var rule in options.Rules)
        {
            if ((rule.Kinds.Count == 0 || rule.Kinds.Contains(group.Kind))
                && (rule.ScopeNames is null || scope.Names(rule.ScopeNames))
                && group.Severity >= rule.MinimumSeverity)
            {
                return new RuleVerdict(rule.Action, rule.Mode);
            }
        }

        return null;
    }

    private static RuleVerdict BuiltIn(ClusterGroup group, Scope scope) => group.Kind switch
    {
        _ when scope.Names(DimensionNames.Destination) => new(PolicyAction.Eject, PolicyMode.Shadow),
        ErrorKind.Overload or ErrorKind.Quota or ErrorKind.ResourceExhausted => new(PolicyAction.Limit, PolicyMode.Shadow),
        ErrorKind.Unknown when group.Lead.GuardKey == GuardKeys.CallerError => Observe,
        _ => new(PolicyAction.Break, PolicyMode.Enforce),
    };
}
