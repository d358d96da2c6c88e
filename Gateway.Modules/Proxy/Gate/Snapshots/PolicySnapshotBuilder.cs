using System.Collections.Immutable;
using Gateway.Modules.Proxy.Gate.Matching;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Proxy.Gate.Snapshots;

/// <summary>Makes the next snapshot from a set of the store and the snapshot before.</summary>
internal sealed class PolicySnapshotBuilder(
    ICircuitBreakerFactory breakers, IRateLimiterFactory limiters, IOptionsMonitor<LimiterOptions> limits, TimeProvider time)
{
    /// <summary>The snapshot, or null with what is wrong: one bad policy refuses the whole set.</summary>
    public PolicySnapshot? TryBuild(PolicySet set, PolicySnapshot previous, out string? problem)
    {
        problem = null;
        var before = previous.Policies.ToDictionary(p => p.Policy.Id, StringComparer.Ordinal);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var policies = ImmutableArray.CreateBuilder<LivePolicy>(set.Policies.Length);
        foreach (var stored in set.Policies)
        {
            if (!ids.Add(stored.Policy.Id))
            {
                problem = $"policy {stored.Policy.Id} is there twice";
                return null;
            }

            if (CompiledScope.TryCompile(stored.Policy.Scope, out problem) is not { } scope)
            {
                problem = $"policy {stored.Policy.Id}: {problem}";
                return null;
            }

            policies.Add(Live(stored, scope, before.GetValueOrDefault(stored.Policy.Id)));
        }

        return new PolicySnapshot(set.Revision, policies.DrainToImmutable());
    }

    private LivePolicy Live(StoredPolicy stored, CompiledScope scope, LivePolicy? before)
    {
        var now = time.GetUtcNow();
        var state = before is not null && Continues(before, stored)
            ? Continued(before, stored.Policy)
            : new PolicyState(
                HasBreaker(stored.Policy) ? breakers.Create(stored.Policy) : null,
                stored.Policy.Action == PolicyAction.Limit ? limiters.Create(stored.Policy) : null,
                now);
        return new LivePolicy(
            stored.Policy,
            stored.Revision,
            scope,
            state,
            stored.RemainingLifetime is { } lifetime ? time.GetTimestamp() + (long)(lifetime.TotalSeconds * time.TimestampFrequency) : null,
            now + stored.RemainingLifetime);
    }

    /// <summary>An operator who changes the rate keeps the limit; the burst is a second's worth.</summary>
    private PolicyState Continued(LivePolicy before, Policy policy)
    {
        if (policy.RatePerSecond != before.Policy.RatePerSecond)
        {
            var rate = policy.RatePerSecond ?? limits.CurrentValue.DefaultRate;
            before.State.Limiter?.UpdatePolicy(rate, burst: rate);
        }

        return before.State;
    }

    private static bool HasBreaker(Policy policy) =>
        policy.Action == PolicyAction.Break || LivePolicy.DestinationOf(policy) is not null;

    /// <summary>
    /// Whether it is the same policy with, at most, new evidence. A revision that goes back is a policy that was deleted and
    /// made anew between two looks at the store.
    /// </summary>
    private static bool Continues(LivePolicy before, StoredPolicy stored) =>
        stored.Revision >= before.Revision
        && before.Policy.Action == stored.Policy.Action
        && before.Policy.Origin == stored.Policy.Origin
        && before.Policy.Upstream == stored.Policy.Upstream
        && before.Policy.Scope.Equals(stored.Policy.Scope);
}
