namespace Gateway.Modules.Proxy.Gate;

/// <summary>What a policy's breaker or limiter says to one request.</summary>
/// <param name="Permit">Null when the request is refused.</param>
/// <param name="State">The breaker's state; closed where a limiter answers.</param>
/// <param name="RetryAfter">When a refused client may try again.</param>
internal readonly record struct PolicyAnswer(IPermit? Permit, BreakerState State, TimeSpan RetryAfter);
