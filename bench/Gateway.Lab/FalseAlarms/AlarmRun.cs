using System.Collections.Immutable;

namespace Gateway.Lab.FalseAlarms;

/// <summary>What came of one world. All that was enforced is wrong, since nothing explains its failures.</summary>
internal sealed record AlarmFigures(AlarmWorld World, long Requests, long Failures, long HealthyRefused, ImmutableArray<string> Enforced)
{
    public long Healthy => Requests - Failures;
}

/// <summary>Runs one world of failures that nothing explains.</summary>
internal static class AlarmRun
{
    private const int MostRetries = 4;
    private const double RetryShare = 0.8;

    public static AlarmFigures Run(AlarmWorld world, CancellationToken cancellationToken)
    {
        var random = new Random(world.Seed);
        using var gateway = new SimulatedGateway(world.Seed);
        var mix = new TrafficMix(random, shifts: world.Pattern == FailurePattern.ShiftingMix);
        var failures = new UnexplainedFailures(world, gateway.Clusters.Texts, random);
        var retries = new PriorityQueue<(SimulatedRequest Request, int Attempt), double>();
        var (requests, failed, end, arrival) = (0L, 0L, world.Hours * 3600, 0.0);
        while (!cancellationToken.IsCancellationRequested)
        {
            (SimulatedRequest Request, int Attempt) next;
            if (retries.TryPeek(out var again, out var second) && second < arrival)
            {
                retries.Dequeue();
                next = again with { Request = again.Request with { Failure = failures.Again(again.Request.Failure!) } };
            }
            else
            {
                second = arrival;
                arrival -= Math.Log(1 - random.NextDouble()) / world.RequestsPerSecond;
                next = (mix.Draw(second) with { Failure = failures.First(second) }, 0);
            }

            if (second >= end)
            {
                break;
            }

            gateway.MoveTo(second);
            gateway.Send(next.Request);
            requests++;
            if (next.Request.Failure is null)
            {
                continue;
            }

            failed++;
            if (world.Pattern == FailurePattern.RetryLoops && next.Attempt < MostRetries && random.NextDouble() < RetryShare)
            {
                retries.Enqueue((next.Request, next.Attempt + 1), second + 0.1 + random.NextDouble());
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        return new AlarmFigures(
            world,
            requests,
            failed,
            gateway.HealthyRefused,
            [.. gateway.Enforced.Select(e => FormattableString.Invariant($"{e.Policy.Action} {e.Policy.Scope.Text} at {e.Second:F0} s"))]);
    }
}
