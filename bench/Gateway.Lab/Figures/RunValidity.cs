using System.Globalization;

namespace Gateway.Lab.Figures;

/// <summary>Whether a run measured the proxy, and not a machine that was too slow or a proxy that was gone.</summary>
internal static class RunValidity
{
    public const double MostLagMs = 250;
    private const double MostUnanswered = 0.01;

    /// <summary>Why the run does not count; null where it does.</summary>
    public static string? ProblemOf(RunLog log)
    {
        if (log.NotStarted is not null)
        {
            return log.NotStarted;
        }

        if (log.Died is { } code)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the proxy ended with status {code} during the run");
        }

        var lag = Percentile.Of(log.Requests.Select(r => r.LagMs), 0.99);
        if (lag > MostLagMs)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the generator was {lag:F0} ms late (p99, at most {MostLagMs:F0})");
        }

        var unanswered = log.Requests.Count(r => r.Unanswered);
        return unanswered > MostUnanswered * log.Requests.Length
            ? string.Create(CultureInfo.InvariantCulture,
                $"the proxy left {unanswered} of {log.Requests.Length} requests without an answer")
            : null;
    }
}
