using System.Collections.Frozen;

namespace Gateway.Modules.Policies.Outcomes;

/// <summary>
/// Identity of a dimension's value: the hash of the name and the hash of the value. A value that first came hashed and later
/// plain has one key, since the hash of the plain text is the text of the hash. A destination's id is unique only within its upstream,
/// which its key therefore includes.
/// </summary>
internal readonly record struct ValueKey(ulong Value)
{
    private const ulong Mix = 0x9E3779B97F4A7C15;

    /// <summary>Every outcome carries these names, and a cryptographic hash of each would be most of what taking it in costs.</summary>
    private static readonly FrozenDictionary<string, ulong> UsualNames = new[]
    {
        DimensionNames.Route, DimensionNames.Method, DimensionNames.Upstream, DimensionNames.Destination, DimensionNames.Path,
        DimensionNames.Principal, DimensionNames.Model,
    }.ToFrozenDictionary(name => name, name => ValueHash.Of(name), StringComparer.Ordinal);

    /// <param name="upstream">The upstream of a destination; it says nothing of other dimensions.</param>
    public static ValueKey Of(string dimension, string value, string? upstream)
    {
        var hash = ValueHash.TryParse(value, out var parsed) ? parsed : ValueHash.Of(value);
        var key = (HashOf(dimension) * Mix) ^ hash;
        return new ValueKey(upstream is null || !IsWithinUpstream(dimension) ? key : (key * Mix) ^ ValueHash.Of(upstream));
    }

    public static bool IsWithinUpstream(string dimension) => dimension == DimensionNames.Destination;

    private static ulong HashOf(string dimension) =>
        UsualNames.TryGetValue(dimension, out var hash) ? hash : ValueHash.Of(dimension);
}
