namespace Gateway.Modules.Breaking;

/// <summary>A change of state, and why.</summary>
internal sealed record BreakerTransition(BreakerState From, BreakerState To, string Reason);
