namespace Gateway.Modules.Policies.Outcomes;

/// <summary>
/// Identity of a dimension's value: the hash of the name and the hash of the value. A value that first came hashed and later
/// plain has one key, since the hash of the plain text is the text of the hash.
/// </summary>
internal readonly record struct ValueKey(ulong Value)
{
    private const ulong Mix = 0x9E3779B97F4A7C15;

    public static ValueKey Of(DimensionValue value) => Of(value.Dimension, value.Value);

    public static ValueKey Of(string dimension, string value)
    {
        var hash = ValueHash.TryParse(value, out var parsed) ? parsed : ValueHash.Of(value);
        return new ValueKey((ValueHash.Of(dimension) * Mix) ^ hash);
    }
}
