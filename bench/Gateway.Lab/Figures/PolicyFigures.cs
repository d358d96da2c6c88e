using System.Collections.Immutable;
using Gateway.Lab.GroundTruth;
using Gateway.Lab.Load;

namespace Gateway.Lab.Figures;

/// <summary>One policy's life, and what the truth says of the estimate that it gave of itself.</summary>
/// <param name="Refused">Requests that it refused, those left out whose fate depended on the others.</param>
/// <param name="FalseKillTruth">The share of them that would have succeeded; null where it refused none.</param>
/// <param name="Covered">Whether the policy's own interval holds the truth; null where one of the two is missing.</param>
internal sealed record PolicyFigures(
    string Id,
    string ScopeText,
    string Action,
    string Mode,
    double FromMs,
    double ToMs,
    int Refused,
    double? FalseKillTruth,
    FalseKillInterval? FalseKill,
    bool? Covered)
{
    /// <summary>A policy acts before the first look at it, and its last refusals arrive after the last one.</summary>
    private const double BetweenLooksMs = 500;

    public static ImmutableArray<PolicyFigures> Of(IEnumerable<PolicyLife> lives, ImmutableArray<RequestRecord> requests)
    {
        var refusals = requests.Where(r => r.Refusal is { PolicyId.Length: > 0 } && r.Class != RequestClass.Contested)
            .ToLookup(r => r.Refusal!.PolicyId);
        return [.. lives.OrderBy(l => l.FromMs).ThenBy(l => l.Id, StringComparer.Ordinal).Select(l => Of(l, refusals[l.Id]))];
    }

    private static PolicyFigures Of(PolicyLife life, IEnumerable<RequestRecord> refusals)
    {
        RequestRecord[] refused =
            [.. refusals.Where(r => r.DoneMs >= life.FromMs - BetweenLooksMs && r.DoneMs <= life.ToMs + BetweenLooksMs)];
        double? truth = refused.Length == 0 ? null
            : (double)refused.Count(r => r.Class is not (RequestClass.Doomed or RequestClass.Noise)) / refused.Length;
        return new PolicyFigures(
            life.Id,
            life.ScopeText,
            life.Action,
            life.Mode,
            Math.Round(life.FromMs, 1),
            Math.Round(life.ToMs, 1),
            refused.Length,
            truth,
            life.FalseKill,
            truth is { } share ? life.FalseKill?.Covers(share) : null);
    }
}
