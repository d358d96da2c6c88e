namespace Gateway.Modules.Sampling.Dimensions;

/// <summary>Which names and values one route has room for. One thread at a time.</summary>
internal sealed class RouteDimensionsState(SamplingMetrics metrics)
{
    private readonly Dictionary<string, SharedPlaces> _values = new(StringComparer.Ordinal);
    private SharedPlaces? _names;

    /// <summary>Which segments of the route's paths take too many values to be named by each.</summary>
    public PathSegments Path { get; } = new();

    /// <summary>Whether the discovered parameter is one of those the route has room for.</summary>
    public bool TakesName(string name, in Bringer by, DimensionsOptions options)
    {
        if (options.MaxNamesPerRoute == 0)
        {
            return false;
        }

        if (_names is null || _names.Capacity != options.MaxNamesPerRoute)
        {
            _names = new SharedPlaces(options.MaxNamesPerRoute);
        }

        var taken = _names.TryKeep(name, by, out var replaced) is not null;
        if (replaced is not null)
        {
            // Or names that come and go would leave their values behind.
            _values.Remove(DimensionNames.QueryPrefix + replaced);
        }

        Count(taken, replaced, SamplingMetrics.NameLeftOut);
        return taken;
    }

    /// <summary>How many principals brought the value, as far as that is counted; 0 where the dimension has no room for it.</summary>
    public int TakesValue(string dimension, string value, in Bringer by, int room)
    {
        if (!_values.TryGetValue(dimension, out var values) || values.Capacity != room)
        {
            // Bounded: the dimensions are the path, the configured ones and the names that TakesName let in.
            values = new SharedPlaces(room);
            _values[dimension] = values;
        }

        var place = values.TryKeep(value, by, out var replaced);
        Count(place is not null, replaced, SamplingMetrics.ValueFolded);
        return place?.Principals ?? 0;
    }

    private void Count(bool taken, string? replaced, string reason)
    {
        if (!taken)
        {
            metrics.Folded(reason);
        }
        else if (replaced is not null)
        {
            metrics.Folded(SamplingMetrics.PlaceTaken);
        }
    }
}
