using System.Net.Sockets;
using System.Security.Cryptography;
using Gateway.Host.Configuration;
using Microsoft.AspNetCore.Hosting.Server;

namespace Gateway.Host;

/// <summary>Runs the gateway until it is told to stop.</summary>
internal static class GatewayRun
{
    private static readonly TimeSpan TimeToUndo = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Returns the exit status: 0 after an orderly stop, 1 when it did not come to serve. What the surroundings refuse (a port in use, a
    /// certificate that is not there) is said in one line; anything else is a fault of ours and keeps its stack trace.
    /// </summary>
    public static async Task<int> RunToEndAsync(
        this WebApplication app, StartConfiguration start, StopSignals signals, ConsoleQueue console)
    {
        await using var owned = app;
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Gateway.Host");
        HostLog.ConfigurationRead(logger, start.Source);
        using var registration = signals.Stop.Register(app.Lifetime.StopApplication);
        try
        {
            await app.StartAsync(signals.Stop);
        }
        catch (Exception e)
        {
            console.WriteLine($"The gateway does not start: {ReasonOf(e, signals.Stop)}");
            await UndoAsync(app);
            return 1;
        }

        app.Services.GetRequiredService<GatewayListeners>().LogAddresses(app.Services.GetRequiredService<IServer>(), logger);
        await StoppingAsync(app.Lifetime);
        try
        {
            await app.StopAsync(signals.Cut);
        }
        catch (OperationCanceledException)
        {
            HostLog.CutShort(logger);
        }

        return 0;
    }

    private static async Task StoppingAsync(IHostApplicationLifetime lifetime)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStopping.Register(stopping.SetResult);
        await stopping.Task;
    }

    /// <summary>Workers that have started must end before what they use is disposed: native code does not survive that.</summary>
    private static async Task UndoAsync(WebApplication app)
    {
        using var limit = new CancellationTokenSource(TimeToUndo, app.Services.GetRequiredService<TimeProvider>());
        try
        {
            await app.StopAsync(limit.Token);
        }
        catch (Exception)
        {
            // Why it does not start has been said; what comes of that says nothing new.
        }
    }

    private static string ReasonOf(Exception e, CancellationToken stop) =>
        e is OperationCanceledException && stop.IsCancellationRequested ? "it was told to stop before it served"
        : IsEnvironmental(e) ? e.Message.ReplaceLineEndings(" ")
        : e.ToString();

    // Kestrel says with exceptions of many types what is wrong with its own section.
    private static bool IsEnvironmental(Exception e) =>
        e is IOException or SocketException or UnauthorizedAccessException or FormatException or CryptographicException
        || e.Source?.StartsWith("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal) == true;
}
