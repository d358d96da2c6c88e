namespace Gateway.Lab.FalseAlarms;

/// <summary>How failures come that nothing about a request explains.</summary>
internal enum FailurePattern
{
    /// <summary>Each request by itself.</summary>
    Independent,

    /// <summary>Half as often most of the time, then for seconds five times as often, at most every second request.</summary>
    Bursts,

    /// <summary>Each by itself, while tenants, clients, routes and formats come and go.</summary>
    ShiftingMix,

    /// <summary>A failed request is tried again by its client, up to four times, and each time fails by a coin.</summary>
    RetryLoops,
}

/// <summary>One stretch of simulated time.</summary>
/// <param name="FailureRate">Share of requests that fail, retries left out.</param>
internal sealed record AlarmWorld(FailurePattern Pattern, double FailureRate, double RequestsPerSecond, double Hours, int Seed)
{
    /// <summary>
    /// Failure rates and speeds, each with its part of the time. The more fails and the faster it comes, the more there is to look at and
    /// the longer a simulated hour takes, so the quiet worlds have more hours; the number of failures looked at still grows with the rate.
    /// </summary>
    private static readonly (double Value, double Part)[] Rates = [(0.001, 10), (0.005, 8), (0.02, 5), (0.05, 3), (0.1, 1.2), (0.2, 0.7)];
    private static readonly (double Value, double Part)[] Speeds = [(20, 20), (50, 2), (100, 1)];

    /// <summary>Every pattern at every failure rate and speed.</summary>
    /// <param name="hours">Simulated time in all.</param>
    public static IReadOnlyList<AlarmWorld> Spread(double hours, int seed)
    {
        var patterns = Enum.GetValues<FailurePattern>();
        var parts = patterns.Length * Rates.Sum(r => r.Part) * Speeds.Sum(s => s.Part);
        return
        [
            .. from pattern in patterns
               from rate in Rates
               from speed in Speeds
               select new AlarmWorld(
                   pattern,
                   rate.Value,
                   speed.Value,
                   hours * rate.Part * speed.Part / parts,
                   SeedOf(seed, pattern, rate.Value, speed.Value)),
        ];
    }

    /// <summary>The same in every process, which the framework's own hash is not.</summary>
    private static int SeedOf(int seed, FailurePattern pattern, double rate, double speed) =>
        (seed * 7919) + ((int)pattern * 1009) + ((int)(rate * 1000) * 31) + (int)speed;
}
