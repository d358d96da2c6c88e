namespace Gateway.Modules.Contracts.Policies;

/// <summary>
/// Admission of one request by a policy's breaker or limiter. Ends exactly once: the first of <see cref="Success"/>,
/// <see cref="Failure()"/>, <see cref="Ignore"/>, <see cref="GiveBack"/> counts, later calls do nothing. A probe that a later check
/// refuses is given back: otherwise half-open never ends. <see cref="Release"/> comes before the end, where an answer goes on for long.
/// </summary>
public interface IPermit
{
    PolicyRole Role { get; }

    void Success();

    void Failure();

    /// <summary>Fails with an answer in which the upstream says when to come again (<c>Retry-After</c>).</summary>
    void Failure(TimeSpan retryAfter) => Failure();

    /// <summary>The request was sent, and nothing follows from what became of it.</summary>
    void Ignore();

    /// <summary>The request is not sent: what was taken for it is there again.</summary>
    void GiveBack() => Ignore();

    /// <summary>
    /// Gives back the place among those under way, as if ignored, while the answer goes on: neither a success nor a failure until it
    /// has ended. The end that comes later is evidence all the same.
    /// </summary>
    void Release();
}
