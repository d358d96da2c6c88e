namespace Gateway.Modules.Proxy.Forwarding.Slowness;

/// <summary>
/// What one route's answers usually take, and whether one is late by that: beyond four times the median and 100 ms over it, and beyond
/// what one answer in a hundred takes on good days, while such answers have kept coming for five seconds.
/// <para>
/// Usual is what the last 360 healthy slices of five seconds or more say, half an hour at least: the median of their medians. A slice in
/// which many answers were late is put aside, so that a slow fault never becomes the measure of itself; only when all of half an hour is
/// put aside is it taken for the new usual. No principal brings more than 32 answers to a slice: who sends most does not decide what is
/// usual for the others.
/// </para>
/// Thread-safe without a lock; allocates nothing after its making. Where threads meet, an answer may count in the next slice.
/// </summary>
internal sealed class UsualLatency
{
    private const int Slices = 360;
    private const int LeastAnswers = 20;
    private const int MostOfOnePrincipal = 32;
    private const int PrincipalCells = 1024;
    private const int Times = 4;
    private const double Tail = 0.99;

    /// <summary>So many late answers, and this part of all, are more than bad luck.</summary>
    private const int FewLate = 3;
    private const double UsuallyLate = 0.03;

    private static readonly TimeSpan Over = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SliceLength = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Sustained = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan NewUsualAfter = TimeSpan.FromMinutes(30);

    private readonly TimeProvider _time;
    private readonly long _sliceTicks;
    private readonly LatencyHistogram _slice = new();
    private readonly int[] _ofPrincipal = new int[PrincipalCells];

    // Only who ends a slice comes here.
    private readonly long[] _medians = new long[Slices];
    private readonly long[] _tails = new long[Slices];
    private int _kept;
    private int _next;
    private long _asideSince;

    private long _sliceEnds;
    private long _limit;
    private long _lateSince;
    private int _answers;
    private int _all;
    private int _late;

    public UsualLatency(TimeProvider time)
    {
        _time = time;
        _sliceTicks = (long)(SliceLength.TotalSeconds * time.TimestampFrequency);
    }

    /// <summary>From when an answer may be late; null while too little is known.</summary>
    public TimeSpan? Limit => Volatile.Read(ref _limit) is > 0 and var ticks ? new TimeSpan(ticks) : null;

    /// <summary>Takes in a good answer and says whether it is late.</summary>
    public bool IsLate(TimeSpan latency, int principal)
    {
        var now = _time.GetTimestamp();
        EndSlice(now);
        var isBeyond = Limit is { } limit && latency > limit;
        if (Interlocked.Increment(ref _ofPrincipal[(uint)principal % PrincipalCells]) <= MostOfOnePrincipal)
        {
            _slice.Add(latency);
            Interlocked.Increment(ref _answers);
            Interlocked.Increment(ref _all);
            _ = isBeyond ? Interlocked.Increment(ref _late) : 0;
        }

        return isBeyond && IsSustained(now);
    }

    private bool IsSustained(long now)
    {
        if (!AreMany(Volatile.Read(ref _late), Volatile.Read(ref _all)))
        {
            return false;
        }

        var since = Interlocked.CompareExchange(ref _lateSince, now, 0);
        return since != 0 && _time.GetElapsedTime(since, now) >= Sustained;
    }

    private void EndSlice(long now)
    {
        var ends = Volatile.Read(ref _sliceEnds);
        if (now < ends || Interlocked.CompareExchange(ref _sliceEnds, now + _sliceTicks, ends) != ends)
        {
            return;
        }

        // Older answers count for less and less, and for nothing once the route was silent.
        var wasSilent = now - ends >= _sliceTicks;
        Interlocked.Add(ref _all, -Part(Volatile.Read(ref _all), wasSilent));
        Interlocked.Add(ref _late, -Part(Volatile.Read(ref _late), wasSilent));
        if (!AreMany(Volatile.Read(ref _late), Volatile.Read(ref _all)))
        {
            Volatile.Write(ref _lateSince, 0);
        }

        Array.Clear(_ofPrincipal);
        if (Volatile.Read(ref _answers) >= LeastAnswers)
        {
            Interlocked.Exchange(ref _answers, 0);
            Learn(now);
        }
    }

    private void Learn(long now)
    {
        Span<int> counts = stackalloc int[LatencyHistogram.Buckets];
        var total = _slice.MoveTo(counts);
        if (Limit is { } limit && AreMany(LatencyHistogram.CountBeyond(counts, limit.Ticks), total))
        {
            _asideSince = _asideSince == 0 ? now : _asideSince;
            if (_time.GetElapsedTime(_asideSince, now) < NewUsualAfter)
            {
                return;
            }

            _kept = 0;
        }

        _asideSince = 0;
        _next = _kept == 0 ? 0 : (_next + 1) % Slices;
        _medians[_next] = LatencyHistogram.QuantileOf(counts, total, 0.5);
        _tails[_next] = LatencyHistogram.QuantileOf(counts, total, Tail);
        _kept = Math.Min(_kept + 1, Slices);
        var median = MedianOf(_medians.AsSpan(0, _kept));
        var tail = MedianOf(_tails.AsSpan(0, _kept));
        Volatile.Write(ref _limit, Math.Max(tail, Math.Max(Times * median, median + Over.Ticks)));
    }

    private static long MedianOf(ReadOnlySpan<long> values)
    {
        Span<long> sorted = stackalloc long[Slices];
        values.CopyTo(sorted);
        sorted = sorted[..values.Length];
        sorted.Sort();
        return sorted[(sorted.Length - 1) / 2];
    }

    private static int Part(int count, bool whole) => whole ? count : count - (count / 2);

    private static bool AreMany(int late, int all) => late >= FewLate && late >= UsuallyLate * all;
}
