namespace Gateway.Tests.Limiting;

/// <summary>
/// A service that is simulated: one queue, first come, first served, at a rate that may change; who would wait for longer than the queue
/// allows fails. Some fail whatever the load is.
/// </summary>
internal sealed class SimulatedService(Func<double, double> capacity, double latency, double longestWait, double failing, Random random)
{
    private double _freeAt;

    /// <summary>Whether a request that arrives at a time succeeds, and when it ends; seconds.</summary>
    public (bool Success, double Ends) Serve(double at)
    {
        if (random.NextDouble() < failing)
        {
            return (false, at + latency);
        }

        var perSecond = capacity(at);
        if (double.IsPositiveInfinity(perSecond))
        {
            return (true, at + latency);
        }

        var start = Math.Max(at, _freeAt);
        if (start - at > longestWait)
        {
            return (false, at + longestWait);
        }

        _freeAt = start + (1 / perSecond);
        return (true, start + latency);
    }
}
