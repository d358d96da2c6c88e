using System.Net.Sockets;
using System.Security.Cryptography;
using Gateway.Host.Configuration;
using Microsoft.AspNetCore.Hosting.Server;

namespace Gateway.Host;

/// <summary>Runs the gateway until it is told to stop.</summary>
internal static class GatewayRun
{
    /// <summary>
    /// Returns the exit status: 0 after an orderly stop, 1 when it could not start. What the surroundings refuse (a port in use, a
    /// certificate that is not there) is said in one line; anything else is a fault of ours and keeps its stack trace.
    /// </summary>
    public static async Task<int> RunToEndAsync(this WebApplication app, StartConfiguration start)
    {
        await using var owned = app;
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Gateway.Host");
        HostLog.ConfigurationRead(logger, start.Source);
        try
        {
            await app.StartAsync();
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync($"The gateway does not start: {(IsOfTheSurroundings(e) ? e.Message.ReplaceLineEndings(" ") : e)}");
            return 1;
        }

        app.Services.GetRequiredService<GatewayListeners>().LogAddresses(app.Services.GetRequiredService<IServer>(), logger);
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static bool IsOfTheSurroundings(Exception e) =>
        e is IOException or SocketException or UnauthorizedAccessException or FormatException or CryptographicException;
}
