using Gateway.Lab.Scenarios;

namespace Gateway.Lab.GroundTruth;

/// <summary>
/// Chance on which the generator and the upstream agree without talking: a hash of the run's seed, what is decided and the
/// request's number. Mixer: SplitMix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators").
/// </summary>
internal static class Coin
{
    /// <summary>Whether the coin of this fault falls for this request.</summary>
    public static bool Falls(int seed, Fault fault, long requestId) => Toss(seed, fault.Index, requestId) < fault.Probability;

    /// <summary>A number from 0 up to 1, excluded.</summary>
    public static double Toss(int seed, int subject, long requestId) =>
        (Hash(seed, subject, requestId) >> 11) * (1.0 / (1UL << 53));

    /// <summary>The source of whatever else is drawn for one request.</summary>
    public static Random SourceFor(int seed, int subject, long requestId) => new((int)(Hash(seed, subject, requestId) >> 33));

    private static ulong Hash(int seed, int subject, long requestId) =>
        Mix(Mix(Mix((uint)seed) + (uint)subject) + (ulong)requestId);

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value += 0x9E3779B97F4A7C15;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
