using Gateway.Modules.Contracts;

namespace Gateway.Modules.Sampling;

/// <summary>
/// Which names and values one route has room for. First come, first kept; what has not been seen for one to two
/// <see cref="Generation"/>s gives up its place, so that junk sent once does not keep real parameters out for ever. One thread at a time.
/// </summary>
internal sealed class RouteDimensionsState(DateTimeOffset now)
{
    private static readonly TimeSpan Generation = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, RecentMap<string, byte>> _values = new(StringComparer.Ordinal);
    private RecentMap<string, byte>? _names;
    private int _nameRoom = -1;
    private DateTimeOffset _turned = now;

    /// <summary>Forgets what was not seen lately.</summary>
    public void Age(DateTimeOffset now)
    {
        if (now - _turned < Generation)
        {
            return;
        }

        _turned = now;
        _names?.Turn();
        foreach (var (dimension, values) in _values)
        {
            values.Turn();
            if (values.Count == 0)
            {
                _values.Remove(dimension);
            }
        }
    }

    /// <summary>Whether the discovered parameter is one of those the route has room for.</summary>
    public bool TakesName(string name, DimensionsOptions options)
    {
        if (_names is null || _nameRoom != options.MaxNamesPerRoute)
        {
            _nameRoom = options.MaxNamesPerRoute;
            _names = new RecentMap<string, byte>(_nameRoom, StringComparer.Ordinal);
        }

        return _nameRoom > 0 && _names.TryKeep(name);
    }

    /// <summary>Whether the dimension has room for the value; otherwise the value is folded.</summary>
    public bool TakesValue(string dimension, string value, DimensionsOptions options)
    {
        if (!_values.TryGetValue(dimension, out var values))
        {
            // Bounded: the dimensions are the path, the configured ones and the names that TakesName let in.
            values = new RecentMap<string, byte>(options.MaxValuesPerName, StringComparer.Ordinal);
            _values.Add(dimension, values);
        }

        return values.TryKeep(value);
    }
}
