using System.Collections.Immutable;
using System.Net;

namespace Gateway.Modules.Contracts.Policies;

/// <summary>A request that is asked about and not sent.</summary>
/// <param name="Target">The path, with the query string where there is one.</param>
/// <param name="ClientAddress">Where it would come from; null where that does not matter.</param>
public sealed record ExplainedRequest(
    string Method, string Target, ImmutableArray<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body,
    IPAddress? ClientAddress);

/// <summary>What would become of a request now.</summary>
/// <param name="Dimensions">What is known of it, by the rules that hold for what leaves a request: secrets are left out, values
/// hashed.</param>
/// <param name="Policies">Every live policy, in the order in which the gate asks them.</param>
public sealed record RequestExplanation(
    ImmutableArray<DimensionValue> Dimensions, ImmutableArray<ExplainedPolicy> Policies, RequestFate Fate);

/// <summary>What would become of a request; where a breaker lets a part through, what becomes of most.</summary>
public enum RequestFate
{
    Forward,
    Refuse,

    /// <summary>To a fallback of its route instead of being refused.</summary>
    Reroute,
}

/// <param name="AdmittedShare">Share of what matches that it lets through now, from 0 to 1.</param>
public readonly record struct ExplainedPolicy(string Id, bool Matches, PolicyMode Mode, PolicyAction Action, BreakerState State,
    double AdmittedShare);

/// <summary>Says what would become of a request. Takes no permit and counts nothing.</summary>
public interface IRequestExplainer
{
    /// <summary>Null where no route takes the request.</summary>
    Task<RequestExplanation?> ExplainAsync(ExplainedRequest request, CancellationToken cancellationToken);
}
