using Gateway.Modules.Shared.Collections;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Sampling;

/// <summary>
/// Decides which outcomes become samples and what each stands for. Certain: whatever a policy learns from (hold-out, probe,
/// watched), the first error with a fingerprint, and everything up to <see cref="SamplerOptions.MinimumPerSecond"/>. The rest
/// is taken with probability r and weighs 1/r (Horvitz and Thompson 1952): whether an outcome is certain never depends on a
/// draw, so the weights add up to the number of outcomes without bias. Nor do many outcomes or new errors of one voter take the
/// certainty from others (<see cref="VoterShares"/>). One thread at a time.
/// </summary>
internal sealed class SamplingDecider
{
    private const double NotTaken = 0;

    private readonly IOptionsMonitor<SamplerOptions> _options;
    private readonly Random _random;
    private readonly BoundedMap<Fingerprint, bool> _fingerprints;
    private readonly VoterShares _shares = new();

    public SamplingDecider(IOptionsMonitor<SamplerOptions> options, Random random)
    {
        _options = options;
        _random = random;
        _fingerprints = new BoundedMap<Fingerprint, bool>(options.CurrentValue.MaxFingerprints);
    }

    /// <summary>How many outcomes the sample stands for, or 0 where none is taken.</summary>
    public double WeightOf(DateTimeOffset completedAt, PolicyRole role, MaskedError? error, string voter)
    {
        var options = _options.CurrentValue;
        _shares.Arrives(voter, completedAt.ToUnixTimeSeconds());

        // Every error is looked up, taken or not: the second one of its kind is no longer new.
        var isNew = error is not null && _fingerprints.TryAdd(error.Fingerprint, true) && _shares.TakesNew(voter, options.MinimumPerSecond);
        if (_shares.Takes(voter, options.MinimumPerSecond) || isNew || role is PolicyRole.HoldOut or PolicyRole.Probe or PolicyRole.Watched)
        {
            return 1;
        }

        return _random.NextDouble() < options.SamplingRate ? 1 / options.SamplingRate : NotTaken;
    }
}
