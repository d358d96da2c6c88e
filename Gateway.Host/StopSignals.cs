using System.Runtime.InteropServices;

namespace Gateway.Host;

/// <summary>
/// What the process is told from outside, heard from its first moment on. SIGTERM and SIGQUIT stop it in order, however often they come:
/// orchestrators repeat themselves. SIGINT is a person at a terminal: the first one stops in order without <c>Server:DrainDelay</c>, the
/// second one cuts off what is in flight.
/// </summary>
internal sealed class StopSignals : IHostLifetime, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _noDelay = new();
    private readonly CancellationTokenSource _cut = new();
    private PosixSignalRegistration[] _registrations = [];

    /// <summary>The gateway has to stop.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Nobody needs time to notice.</summary>
    public CancellationToken NoDelay => _noDelay.Token;

    /// <summary>Nothing is waited for any more.</summary>
    public CancellationToken Cut => _cut.Token;

    public static StopSignals Listen()
    {
        var signals = new StopSignals();
        signals._registrations =
        [
            .. new[] { PosixSignal.SIGTERM, PosixSignal.SIGQUIT,
                PosixSignal.SIGINT }.Select(signal => PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                signals.Receive(context.Signal);
            })),
        ];
        return signals;
    }

    public void Receive(PosixSignal signal)
    {
        if (signal == PosixSignal.SIGINT)
        {
            (_noDelay.IsCancellationRequested ? _cut : _noDelay).Cancel();
        }

        _stop.Cancel();
    }

    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
        _noDelay.Dispose();
        _cut.Dispose();
    }
}
