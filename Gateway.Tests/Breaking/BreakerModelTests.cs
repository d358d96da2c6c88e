using CsCheck;

namespace Gateway.Tests.Breaking;

/// <summary>The breaker against <see cref="BreakerModel"/>, over any order of requests, outcomes, pauses and operators' words.</summary>
public sealed class BreakerModelTests
{
    private static readonly double[] Faulty = [0.98, 0.85, 0.6];

    private enum Step
    {
        Ask,
        Succeed,
        Fail,
        Ignore,
        Wait,
        WaitLong,
        Isolate,
        EndIsolation,
    }

    [Test]
    public void Breaker_AnyHistory_DoesWhatTheModelSays()
    {
        var step = Gen.Frequency(
            (40, Gen.Const(Step.Ask)),
            (12, Gen.Const(Step.Succeed)),
            (8, Gen.Const(Step.Fail)),
            (5, Gen.Const(Step.Ignore)),
            (20, Gen.Const(Step.Wait)),
            (1, Gen.Const(Step.WaitLong)),
            (1, Gen.Const(Step.Isolate)),
            (2, Gen.Const(Step.EndIsolation)));
        Gen.Select(Gen.Int[0, 2], Gen.Int[1, 1000], Gen.Select(step, Gen.Int[0, 1000]).Array[0, 400])
            .Sample((fault, seed, steps) => Run(Faulty[fault], seed, steps), iter: 400, threads: 1);
    }

    [Test]
    public void Breaker_ManyThreads_EveryPermitEndsOnceAndItStillRecovers()
    {
        var breakers = new Breakers();
        var breaker = breakers.LearnedOfOnePrincipal();
        var holdOuts = 0;
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, worker =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                if (breaker.TryAcquire(1).Permit is { } permit)
                {
                    Interlocked.Add(ref holdOuts, permit.Role == PolicyRole.HoldOut ? 1 : 0);
                    // Two ends at the same time, and each only once.
                    Parallel.Invoke(permit.Failure, permit.Failure);
                    permit.Success();
                }

                if (worker == 0 && i % 500 == 250)
                {
                    breaker.Isolate();
                    breaker.EndIsolation();
                }
            }
        });

        Assert.That(breaker.GetState().HoldOut, Is.EqualTo(new HoldOutCounts(holdOuts, holdOuts)));
        Assert.That(holdOuts, Is.GreaterThan(0));
        for (var i = 0; i < 100 && breaker.GetState().State != BreakerState.Closed; i++)
        {
            breakers.NextPermit(breaker, voter: 1).Success();
        }

        Assert.That(breaker.GetState().State, Is.EqualTo(BreakerState.Closed));
    }

    private static void Run(double faulty, int seed, (Step Step, int Pick)[] steps)
    {
        var breakers = new Breakers(seed);
        var breaker = breakers.LearnedOfOnePrincipal(faulty);
        var model = new BreakerModel(faulty);
        var start = breakers.Time.GetUtcNow();
        foreach (var (step, pick) in steps)
        {
            var now = breakers.Time.GetUtcNow() - start;
            Take(step, pick, breaker, model, breakers, now);
            model.Saw(breaker.GetState(), breakers.Time.GetUtcNow() - start);
        }
    }

    private static void Take(Step step, int pick, ICircuitBreaker breaker, BreakerModel model, Breakers breakers, TimeSpan now)
    {
        switch (step)
        {
            case Step.Ask:
                model.Asked(breaker.TryAcquire(1), now);
                break;
            case Step.Wait:
                breakers.Time.Advance(TimeSpan.FromMilliseconds(pick));
                break;
            case Step.WaitLong:
                breakers.Time.Advance(TimeSpan.FromSeconds(20 + (pick % 20)));
                break;
            case Step.Isolate:
                breaker.Isolate();
                model.Operated(isolate: true, now);
                break;
            case Step.EndIsolation:
                breaker.EndIsolation();
                model.Operated(isolate: false, now);
                break;
            default:
                End(step, pick, model, now);
                break;
        }
    }

    private static void End(Step step, int pick, BreakerModel model, TimeSpan now)
    {
        if (model.Permits is not { Count: > 0 } permits)
        {
            return;
        }

        // Mostly one of the last, now and then one of long ago, or one that has ended before.
        var permit = permits[^(1 + (pick % Math.Min(pick < 900 ? 3 : 1000, permits.Count)))];
        bool? success = step switch
        {
            Step.Succeed => true,
            Step.Fail => false,
            _ => null,
        };
        (success switch
        {
            true => (Action)permit.Success,
            false => permit.Failure,
            _ => permit.Ignore,
        })();
        model.Ended(permit, success, now);
    }
}
