using Gateway.Lab.Scenarios;

namespace Gateway.Lab.Upstreams;

/// <summary>The places of one capacity limit, shared by all destinations of its upstream.</summary>
internal sealed class CapacityGate(CapacityLimit limit, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _places = new(limit.Concurrent, limit.Concurrent);

    /// <summary>Waits for a place and serves. False when none came free in time.</summary>
    public async Task<bool> ServeAsync(CancellationToken cancellationToken)
    {
        if (!await _places.WaitAsync(TimeSpan.FromMilliseconds(limit.QueueMs), cancellationToken))
        {
            return false;
        }

        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(limit.ServiceMs), time, cancellationToken);
            return true;
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();
}
