using System.Collections.Immutable;
using Gateway.Lab.Load;

namespace Gateway.Lab.Figures;

/// <param name="FirstEnforcedMs">When it was first seen in force, milliseconds of the run.</param>
internal sealed record EnforcedScope(string ScopeText, string Action, double FirstEnforcedMs)
{
    public static EnforcedScope Of(PolicyLife life) => new(life.ScopeText, life.Action, life.FromMs);

    /// <summary>The scopes seen in refusals and in the gateway's own list, each once, the earliest first.</summary>
    public static ImmutableArray<EnforcedScope> Merge(IEnumerable<RequestRecord> requests, IEnumerable<EnforcedScope> listed) =>
        [.. requests
            .Where(r => r.Refusal is not null)
            .Select(r => new EnforcedScope(r.Refusal!.ScopeText, r.Refusal.Action, r.DoneMs))
            .Concat(listed)
            .GroupBy(s => (s.ScopeText, s.Action))
            .Select(g => new EnforcedScope(g.Key.ScopeText, g.Key.Action, Math.Round(g.Min(s => s.FirstEnforcedMs), 1)))
            .OrderBy(s => s.FirstEnforcedMs)
            .ThenBy(s => s.ScopeText, StringComparer.Ordinal)];
}
