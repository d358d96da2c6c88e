namespace Gateway.Modules.Contracts.Outcomes;

/// <summary>What one outcome says about the health of the scope it lies in, as seen by one group of clusters or one policy.</summary>
public enum OutcomeMeaning
{
    Success,
    Failure,

    /// <summary>Says nothing: aborted by the client, refused, not ended yet, or failed with another cause.</summary>
    Neither,
}

/// <summary>
/// The one definition of what is healthy, for the table, the hold-out, the ramp and the votes. An answer that may never lead to a
/// policy is an answer and no failure, and so is any other 4xx while what is looked at is no fault of the caller: a service that
/// says "not there", "not you" or "not so" is well. A slow answer is an answer, too, except to those who look at slowness.
/// </summary>
public static class OutcomeMeanings
{
    /// <param name="status">The upstream's status; 0 where it gave none.</param>
    /// <param name="sameCause">Whether the failure has the cause that is looked at; null where its cause is not known.</param>
    /// <param name="callersFault">Whether the cause that is looked at is a fault of the caller.</param>
    /// <param name="neverActOn"><c>Policies:NeverActOn</c>.</param>
    public static OutcomeMeaning Of(
        RequestOutcome outcome, int status, bool? sameCause, bool callersFault, IReadOnlyList<int> neverActOn) =>
        outcome switch
        {
            RequestOutcome.Success or RequestOutcome.Rerouted => OutcomeMeaning.Success,
            RequestOutcome.Slow => OfSlow(sameCause),
            _ when !outcome.IsFailure() => OutcomeMeaning.Neither,
            _ when IsNeverActedOn(status, neverActOn) => OutcomeMeaning.Success,
            _ when sameCause == true => OutcomeMeaning.Failure,
            _ when !callersFault && IsCallerError(status) => OutcomeMeaning.Success,
            _ => sameCause is null ? OutcomeMeaning.Failure : OutcomeMeaning.Neither,
        };

    /// <summary>Whether it is an error at all: a failure, or an answer that blames the caller.</summary>
    public static bool IsError(RequestOutcome outcome, int status) =>
        outcome.IsFailure() || (outcome is RequestOutcome.Success or RequestOutcome.Rerouted && IsCallerError(status));

    /// <summary>Whether it is an error that a policy may stand on.</summary>
    public static bool MayLeadToPolicy(RequestOutcome outcome, int status, IReadOnlyList<int> neverActOn) =>
        IsError(outcome, status) && !IsNeverActedOn(status, neverActOn);

    private static OutcomeMeaning OfSlow(bool? sameCause) => sameCause switch
    {
        true => OutcomeMeaning.Failure,
        false => OutcomeMeaning.Success,

        // It may be what is looked at, or the good answer that it also is.
        null => OutcomeMeaning.Neither,
    };

    public static bool IsCallerError(int status) => status is >= 400 and < 500;

    public static bool IsNeverActedOn(int status, IReadOnlyList<int> neverActOn)
    {
        // No enumerator: the request's thread comes this way.
        for (var i = 0; i < neverActOn.Count; i++)
        {
            if (neverActOn[i] == status)
            {
                return true;
            }
        }

        return false;
    }
}
