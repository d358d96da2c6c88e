namespace Gateway.Modules.Contracts.Policies;

/// <summary>
/// Admission of one request by a policy's breaker or limiter. Ends exactly once: the first of <see cref="Success"/>,
/// <see cref="Failure"/>, <see cref="Ignore"/> counts, later calls do nothing. A probe that a later check refuses is ignored: otherwise
/// half-open never ends. <see cref="Release"/> comes before the end, where an answer goes on for long.
/// </summary>
public interface IPermit
{
    PolicyRole Role { get; }

    void Success();

    void Failure();

    void Ignore();

    /// <summary>
    /// Gives back the place among those under way, as if ignored, while the answer goes on: neither a success nor a failure until it
    /// has ended. The end that comes later is evidence all the same.
    /// </summary>
    void Release();
}
