namespace Gateway.Tests.Limiting;

/// <summary>
/// A limiter between simulated clients and a simulated service, on fake time: Poisson arrivals of many principals. The service has been
/// overrun for a second before the limiter is there, so its queue is full.
/// </summary>
internal sealed class LimitedTraffic
{
    private const int Principals = 40;
    private const double Before = 1;
    private readonly Limiters _limiters = new();
    private readonly IRateLimiter _limiter;
    private readonly SimulatedService _service;
    private readonly double _perSecond;
    private readonly bool _shadow;
    private readonly Random _random;
    private readonly PriorityQueue<Action, double> _ends = new();
    private double _at = -Before;
    private double _next = -Before;

    /// <param name="estimatedShare">What part of the requests the policy believes to fail.</param>
    public LimitedTraffic(
        Func<double, double> capacity,
        double perSecond,
        double latency = 0.05,
        double longestWait = 0.4,
        double failing = 0,
        double? estimatedShare = null,
        bool shadow = false,
        int seed = 1)
    {
        _random = new Random(seed);
        _perSecond = perSecond;
        _shadow = shadow;
        _service = new SimulatedService(capacity, latency, longestWait, failing, _random);
        Run(0);
        _limiter = _limiters.Learned(perSecond, estimatedShare ?? 2.0 / 3);
    }

    public LimiterStats Stats => _limiter.GetStats();

    /// <summary>Lets time pass. Returns what came of the requests that ended or were refused in it.</summary>
    public Figures Run(double until)
    {
        var figures = new Figures(until - _at);
        while (_next < until)
        {
            GoTo(_next);
            Arrive(figures);
            _next += -Math.Log(1 - _random.NextDouble()) / _perSecond;
        }

        GoTo(until);
        return figures;
    }

    private void Arrive(Figures figures)
    {
        if (_limiter is null)
        {
            _service.Serve(_at);
            return;
        }

        var permit = _limiter.TryAcquire((ulong)_random.Next(1, Principals + 1)).Permit;
        figures.Asked++;
        if (permit is null)
        {
            figures.Refused++;
            if (!_shadow)
            {
                return;
            }
        }

        var (success, ends) = _service.Serve(_at);
        _ends.Enqueue(() => End(permit, success, figures), ends);
    }

    private void End(IPermit? permit, bool success, Figures figures)
    {
        figures.Succeeded += success ? 1 : 0;
        figures.Failed += success ? 0 : 1;
        if (success && permit is null)
        {
            _limiter.RecordSuccess();
        }
        else if (success)
        {
            permit!.Success();
        }
        else
        {
            permit?.Failure();
        }
    }

    private void GoTo(double at)
    {
        while (_ends.TryPeek(out _, out var ends) && ends <= at)
        {
            Pass(ends);
            _ends.Dequeue()();
        }

        Pass(at);
    }

    private void Pass(double at)
    {
        if (at > _at)
        {
            _limiters.Advance(at - _at);
            _at = at;
        }
    }

    internal sealed class Figures(double seconds)
    {
        public int Asked { get; set; }

        public int Refused { get; set; }

        public int Succeeded { get; set; }

        public int Failed { get; set; }

        public double Goodput => Succeeded / seconds;

        public double ErrorRatio => (double)Failed / Math.Max(1, Failed + Succeeded);

        public double RefusedRatio => (double)Refused / Math.Max(1, Asked);
    }
}
