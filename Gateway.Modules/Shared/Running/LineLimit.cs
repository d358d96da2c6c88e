using Gateway.Modules.Shared.Collections;

namespace Gateway.Modules.Shared.Running;

/// <summary>
/// Lets one line pass per key and interval, and counts the others: what anybody can cause must not fill a log. Keys beyond the cap share
/// one
/// place. Thread-safe, by one short lock.
/// </summary>
public sealed class LineLimit(TimeProvider time, TimeSpan interval)
{
    private const int MaxKeys = 512;
    private readonly Lock _lock = new();
    private readonly FoldingMap<string, Place> _places = new(MaxKeys, rest: "", StringComparer.Ordinal);

    /// <param name="left">How many lines of this key were left out since the last one that passed.</param>
    public bool TryPass(string key, out long left)
    {
        lock (_lock)
        {
            ref var place = ref _places.Of(key, out var known);
            var passes = !known || time.GetElapsedTime(place.PassedAt) >= interval;
            left = passes ? place.Left : 0;
            place = passes ? new Place(time.GetTimestamp(), 0) : place with { Left = place.Left + 1 };
            return passes;
        }
    }

    private readonly record struct Place(long PassedAt, long Left);
}
