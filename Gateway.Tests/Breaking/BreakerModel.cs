namespace Gateway.Tests.Breaking;

/// <summary>
/// A breaker as the documents describe it, without locks, turns or jitter, for a scope that names its principal: what each outcome must
/// bring about, and what time may. Told of everything that happens to the real one, it fails where that does something else.
/// </summary>
internal sealed class BreakerModel(double faulty)
{
    private const double Healthy = 0.05;
    private static readonly TimeSpan LeastOpen = TimeSpan.FromSeconds(27);
    private static readonly TimeSpan MostOpen = TimeSpan.FromSeconds(33);
    private static readonly TimeSpan LeastRamp = TimeSpan.FromSeconds(2);

    private readonly List<bool> _outcomes = [];
    private readonly Dictionary<IPermit, (int Epoch, bool Over)> _permits = [];
    private int _epoch;
    private TimeSpan _since;
    private bool _blind;
    private TimeSpan _admittedAt;
    private int _asked;
    private HoldOutCounts _holdOut;

    public BreakerState State { get; private set; } = BreakerState.Open;

    public IReadOnlyList<IPermit> Permits => [.. _permits.Keys];

    public void Asked(BreakerDecision decision, TimeSpan now)
    {
        var underWay = _permits.Values.Count(p => p.Epoch == _epoch && !p.Over);
        var room = State != BreakerState.HalfOpen || !_blind || underWay < 2 || now - _admittedAt >= TimeSpan.FromSeconds(1);
        _asked += room ? 1 : 0;
        var admitted = decision.Permit is not null;
        var (may, must, role) = State switch
        {
            BreakerState.Closed => (true, true, PolicyRole.Watched),
            BreakerState.Open => (_asked >= 5, _asked >= 5 && now - _admittedAt > TimeSpan.FromSeconds(1.1), PolicyRole.HoldOut),
            BreakerState.HalfOpen => (room, room && _asked >= 6, PolicyRole.Probe),
            _ => (false, false, PolicyRole.Refused),
        };
        Assert.That(admitted ? may : !must, Is.True, $"{State}: the {_asked}. request was {(admitted ? "" : "not ")}admitted");
        Assert.That((decision.State, decision.Role), Is.EqualTo((State, admitted ? role : PolicyRole.Refused)));
        if (decision.Permit is { } permit)
        {
            _permits[permit] = (_epoch, false);
            (_asked, _admittedAt) = (0, now);
        }
    }

    /// <param name="success">Null for ignored.</param>
    public void Ended(IPermit permit, bool? success, TimeSpan now)
    {
        var (epoch, over) = _permits[permit];
        _permits[permit] = (epoch, true);
        if (over || success is not { } well)
        {
            return;
        }

        if (permit.Role == PolicyRole.HoldOut)
        {
            _holdOut = new(_holdOut.Sent + 1, _holdOut.Failed + (well ? 0 : 1));
        }

        if (epoch == _epoch)
        {
            Count(well, now);
        }
    }

    public void Operated(bool isolate, TimeSpan now)
    {
        if (isolate != (State == BreakerState.Isolated))
        {
            Move(isolate ? BreakerState.Isolated : BreakerState.Open, now);
        }
    }

    /// <summary>What the real one says of itself, after each step.</summary>
    public void Saw(BreakerStatus status, TimeSpan now)
    {
        var lasted = now - _since;
        if (State == BreakerState.Open && status.State == BreakerState.HalfOpen)
        {
            Assert.That(lasted, Is.GreaterThanOrEqualTo(LeastOpen), "half-open too early");
            Move(BreakerState.HalfOpen, now, blind: true);
        }
        else if (State == BreakerState.HalfOpen && status.State == BreakerState.Closed)
        {
            Assert.That(lasted, Is.GreaterThanOrEqualTo(LeastRamp), "closed too early");
            Assert.That(_outcomes.Count(o => o), Is.GreaterThanOrEqualTo(4), "closed without a success in each step");
            State = BreakerState.Closed;
        }

        Assert.That(status.State, Is.EqualTo(State));
        Assert.That(State == BreakerState.Open && lasted > MostOpen, Is.False, "open too long");
        Assert.That(status.HoldOut, Is.EqualTo(_holdOut));
        Assert.That(status.AdmittedShare, State switch
        {
            BreakerState.Closed => Is.EqualTo(1),
            BreakerState.HalfOpen => Is.InRange(0.2 - 1e-9, 1),
            _ => Is.Zero,
        });
    }

    private void Count(bool success, TimeSpan now)
    {
        _outcomes.Add(success);
        var (ofSuccess, ofFailure) = (Math.Log((1 - Healthy) / (1 - faulty)), Math.Log(faulty / Healthy));
        var health = Highest(ofSuccess, -ofFailure);
        var fault = Highest(-ofSuccess, ofFailure);
        switch (State)
        {
            case BreakerState.Open when health >= Math.Log(20):
                Move(BreakerState.HalfOpen, now);
                break;
            case BreakerState.HalfOpen when fault >= Math.Log(20):
            case BreakerState.Closed when fault >= Math.Log(1000):
                Move(BreakerState.Open, now);
                break;
            case BreakerState.HalfOpen when success:
                _blind = false;
                break;
        }
    }

    /// <summary>Of all sums over the newest outcomes; the real test looks at no more than 64.</summary>
    private double Highest(double ofSuccess, double ofFailure)
    {
        var (sum, highest) = (0.0, 0.0);
        foreach (var success in Enumerable.Reverse(_outcomes).Take(64))
        {
            sum += success ? ofSuccess : ofFailure;
            highest = Math.Max(highest, sum);
        }

        return highest;
    }

    private void Move(BreakerState state, TimeSpan now, bool blind = false)
    {
        (State, _since, _admittedAt, _blind, _asked) = (state, now, now, blind, 0);
        _epoch++;
        _outcomes.Clear();
    }
}
