namespace Gateway.Modules.Limiting;

/// <summary>
/// Successes a second, in slices of a tenth: over the last second, or over up to five until there are a few, since one second of a quiet
/// scope says little. Not thread-safe.
/// </summary>
internal sealed class GoodputMeter
{
    private const int Slices = 50;
    private const int Few = 10;
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(1);

    private readonly int[] _counts = new int[Slices];
    private TimeSpan? _since;
    private long _slice;

    public void Count(TimeSpan now)
    {
        Begin(now);
        Roll(now);
        _counts[_slice % Slices]++;
    }

    /// <summary>Something has ended: from now on a second without a success is a measurement.</summary>
    public void Begin(TimeSpan now)
    {
        if (_since is null)
        {
            _since = now;
            _slice = now.Ticks / Slice.Ticks;
        }
    }

    /// <summary>Null until half a second has been measured.</summary>
    public double? PerSecond(TimeSpan now)
    {
        if (_since is not { } since || now - since < Least)
        {
            return null;
        }

        Roll(now);
        var count = 0;
        var start = now;
        for (var i = 0; i < Slices && start > since && (count < Few || now - start < Usual - Slice); i++)
        {
            count += _counts[(_slice - i + Slices) % Slices];
            start = (_slice - i) * Slice;
        }

        return count / (now - (start > since ? start : since)).TotalSeconds;
    }

    /// <summary>Forgets all: what comes now has nothing to do with what was.</summary>
    public void Restart()
    {
        _since = null;
        Array.Clear(_counts);
    }

    private void Roll(TimeSpan now)
    {
        var slice = now.Ticks / Slice.Ticks;
        for (var i = 1; i <= Math.Min(Slices, slice - _slice); i++)
        {
            _counts[(_slice + i) % Slices] = 0;
        }

        _slice = Math.Max(_slice, slice);
    }
}
