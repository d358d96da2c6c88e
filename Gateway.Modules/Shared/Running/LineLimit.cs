namespace Gateway.Modules.Shared.Running;

/// <summary>
/// Lets one line pass per key and interval, and counts the others: what anybody can cause must not fill a log. Keys beyond the cap share one
/// place. Thread-safe, by one short lock.
/// </summary>
public sealed class LineLimit(TimeProvider time, TimeSpan interval)
{
    private const int MaxKeys = 512;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    /// <param name="left">How many lines of this key were left out since the last one that passed.</param>
    public bool TryPass(string key, out long left)
    {
        lock (_lock)
        {
            var known = _places.TryGetValue(key, out var place);
            if (!known && _places.Count >= MaxKeys)
            {
                key = "";
                known = _places.TryGetValue(key, out place);
            }

            var passes = !known || time.GetElapsedTime(place.PassedAt) >= interval;
            left = passes ? place.Left : 0;
            _places[key] = passes ? new Place(time.GetTimestamp(), 0) : place with { Left = place.Left + 1 };
            return passes;
        }
    }

    private readonly record struct Place(long PassedAt, long Left);
}
