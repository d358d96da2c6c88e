using System.Collections.Immutable;
using Gateway.Lab.Load;

namespace Gateway.Lab.Figures;

/// <summary>
/// Counts over a window of one second that slides over requests in the order of their moments. Three tallies: all of them,
/// those with the first mark and those with the second.
/// </summary>
internal sealed class SlidingWindow
{
    /// <summary>Length of the window in milliseconds.</summary>
    public const double LengthMs = 1000;

    /// <summary>Distance of the moments tried; finer than any arrival rate of a scenario.</summary>
    private const double StepMs = 10;
    private readonly ImmutableArray<double> _at;
    private readonly int[] _first;
    private readonly int[] _second;

    public SlidingWindow(IEnumerable<RequestRecord> requests, Func<RequestRecord, bool> first, Func<RequestRecord, bool> second)
    {
        ImmutableArray<RequestRecord> ordered = [.. requests.OrderBy(r => r.AtMs)];
        _at = [.. ordered.Select(r => r.AtMs)];
        _first = SumsOf(ordered, first);
        _second = SumsOf(ordered, second);
    }

    /// <summary>
    /// The first moment from <paramref name="fromMs"/> on from which the window satisfies the condition; the whole window lies
    /// before <paramref name="endMs"/>. Null where there is no such moment.
    /// </summary>
    public double? FirstMoment(double fromMs, double endMs, Func<Tally, bool> condition)
    {
        for (var step = 0; fromMs + (step * StepMs) + LengthMs <= endMs; step++)
        {
            var moment = fromMs + (step * StepMs);
            if (condition(TallyFrom(moment)))
            {
                return moment;
            }
        }

        return null;
    }

    private Tally TallyFrom(double moment)
    {
        var start = FirstAtOrAfter(moment);
        var end = FirstAtOrAfter(moment + LengthMs);
        return new Tally(end - start, _first[end] - _first[start], _second[end] - _second[start]);
    }

    private int FirstAtOrAfter(double moment)
    {
        var low = 0;
        var high = _at.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_at[middle] < moment)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static int[] SumsOf(ImmutableArray<RequestRecord> ordered, Func<RequestRecord, bool> mark)
    {
        var sums = new int[ordered.Length + 1];
        for (var i = 0; i < ordered.Length; i++)
        {
            sums[i + 1] = sums[i] + (mark(ordered[i]) ? 1 : 0);
        }

        return sums;
    }
}

/// <summary>Requests of one window: all, and those with each mark.</summary>
internal readonly record struct Tally(int All, int First, int Second);
