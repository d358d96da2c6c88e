namespace Gateway.Modules.Contracts.Outcomes;

/// <summary>What became of one request. A client abort is nobody's failure.</summary>
public enum RequestOutcome
{
    Success,
    UpstreamError,
    TransportError,
    Timeout,

    /// <summary>A good answer that took longer than its route allows; the client has it all the same.</summary>
    Slow,
    ClientAborted,
    Refused,

    /// <summary>Answered well by a fallback, instead of being refused or after a failure: that upstream's success.</summary>
    Rerouted,
}

public static class RequestOutcomes
{
    /// <summary>Whether the upstream failed the request, gave no answer to it, or a good one too late.</summary>
    public static bool IsFailure(this RequestOutcome outcome) =>
        outcome is RequestOutcome.UpstreamError or RequestOutcome.Slow || outcome.HasNoAnswer();

    /// <summary>Whether the upstream gave no answer, so that a status is the gateway's own.</summary>
    public static bool HasNoAnswer(this RequestOutcome outcome) => outcome is RequestOutcome.TransportError or RequestOutcome.Timeout;
}
