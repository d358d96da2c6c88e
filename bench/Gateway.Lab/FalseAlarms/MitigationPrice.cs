using Gateway.Lab.Figures;

namespace Gateway.Lab.FalseAlarms;

/// <summary>
/// What caution costs: how long the same engine needs for a real fault amid such failures. One tenant with eight clients, healthy for
/// two minutes, then fails always; counted from its first failure to the first breaker that covers it.
/// </summary>
/// <param name="MedianSeconds">Null where most were never found.</param>
/// <param name="WorstSeconds">Null where one was not found within a minute.</param>
internal sealed record MitigationPrice(
    double FailureRate, double DoomedPerSecond, int Runs, int Found, double? MedianSeconds, double? WorstSeconds)
{
    private const double OtherRequestsPerSecond = 60;
    private const double FaultAt = 120;
    private const double GivenUpAfter = 60;
    private const int Clients = 8;
    private const string Tenant = "acme";

    public static readonly IReadOnlyList<(double FailureRate, double DoomedPerSecond)> Cases =
    [
        .. from rate in new[] { 0.001, 0.05, 0.2 } from doomed in new[] { 4.0, 15, 40 } select (rate, doomed),
    ];

    public static MitigationPrice Of(double failureRate, double doomedPerSecond, int runs, CancellationToken cancellationToken)
    {
        double[] seconds =
            [.. Enumerable.Range(1, runs).Select(seed => SecondsOf(failureRate, doomedPerSecond, seed, cancellationToken))];
        var found = seconds.Count(double.IsFinite);
        return new MitigationPrice(
            failureRate,
            doomedPerSecond,
            runs,
            found,
            Percentile.Of(seconds, 0.5) is { } median && double.IsFinite(median) ? median : null,
            found == runs && runs > 0 ? seconds.Max() : null);
    }

    /// <summary>Infinite where it was not found.</summary>
    private static double SecondsOf(double failureRate, double doomedPerSecond, int seed, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        var world = new AlarmWorld(FailurePattern.Independent, failureRate, OtherRequestsPerSecond + doomedPerSecond, 0, seed);
        using var gateway = new SimulatedGateway(seed);
        var mix = new TrafficMix(random, shifts: false);
        var failures = new UnexplainedFailures(world, gateway.Clusters.Texts, random);
        var fault = gateway.Clusters.Texts[0];
        double? first = null;
        for (var second = 0.0; second < FaultAt + GivenUpAfter && !cancellationToken.IsCancellationRequested;)
        {
            second -= Math.Log(1 - random.NextDouble()) / world.RequestsPerSecond;
            gateway.MoveTo(second);
            if (gateway.Enforced.Find(e => first is not null && Covers(e.Policy)) is { } enforcement)
            {
                return enforcement.Second - first!.Value;
            }

            var request = mix.Draw(second) with { Failure = failures.First(second) };
            if (random.NextDouble() * world.RequestsPerSecond < doomedPerSecond)
            {
                request = OfTheTenant(request, random.Next(Clients));
                request = second >= FaultAt ? request with { Failure = fault } : request;
                first ??= second >= FaultAt ? second : null;
            }

            gateway.Send(request);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return double.PositiveInfinity;
    }

    private static SimulatedRequest OfTheTenant(SimulatedRequest request, int client) => request with
    {
        Principal = $"key:acme{client:x12}",
        Dimensions = [.. request.Dimensions.Select(d => d.Dimension switch
        {
            DimensionNames.Principal => d with { Value = $"key:acme{client:x12}" },
            "header:X-Tenant-Id" => d with { Value = Tenant },
            _ => d,
        })],
    };

    private static bool Covers(Policy policy) =>
        policy.Action == PolicyAction.Break
        && policy.Scope.Tests.All(t => t is { Dimension: "header:X-Tenant-Id", Value: Tenant });
}
