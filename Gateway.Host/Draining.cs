using Microsoft.Extensions.Options;

namespace Gateway.Host;

/// <summary>
/// The orderly end. Kestrel closes its listeners at the first moment of a stop, so nobody could read from <c>/ready</c> that this replica
/// is going, and a balancer that has not noticed yet would meet closed ports. So, on SIGTERM, the listeners stay open for
/// <c>Server:DrainDelay</c>, and then as long as requests are in flight, <c>Server:DrainTimeout</c> at most; answers given meanwhile ask
/// for the connection to be closed.
/// </summary>
internal sealed class Draining(
    IOptionsMonitor<ServerOptions> options,
    StopSignals signals,
    IHostApplicationLifetime lifetime,
    TimeProvider time) : IHostedLifecycleService
{
    /// <summary>What the workers get to end in after the last request.</summary>
    public static readonly TimeSpan TimeForWorkers = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);
    private long _inFlight;

    public static void AddTo(WebApplicationBuilder builder, GatewayOptions options, StopSignals signals) => builder.Services
        .AddSingleton(signals)
        .AddSingleton<IHostLifetime>(signals)
        .AddSingleton<Draining>()
        .AddHostedService(provider => provider.GetRequiredService<Draining>())
        .Configure<HostOptions>(host => host.ShutdownTimeout = options.Server.DrainDelay + options.Server.DrainTimeout + TimeForWorkers);

    public async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        // HTTP/2 says it by itself, with GOAWAY.
        if (lifetime.ApplicationStopping.IsCancellationRequested && !HttpProtocol.IsHttp2(context.Request.Protocol))
        {
            context.Response.Headers.Connection = "close";
        }

        Interlocked.Increment(ref _inFlight);
        try
        {
            await next(context);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    /// <summary>Comes before any service is told to stop, the web server among them.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (!lifetime.ApplicationStarted.IsCancellationRequested)
        {
            return;
        }

        using var hurry = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, signals.NoDelay);
        await WaitAsync(options.CurrentValue.DrainDelay, hurry.Token);
        var since = time.GetTimestamp();
        while (Interlocked.Read(ref _inFlight) > 0
            && !cancellationToken.IsCancellationRequested
            && time.GetElapsedTime(since) < options.CurrentValue.DrainTimeout)
        {
            await WaitAsync(LookInterval, cancellationToken);
        }
    }

    private async Task WaitAsync(TimeSpan span, CancellationToken cancellationToken) =>
        await Task.Delay(span, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static class DrainingExtensions
{
    /// <summary>Counts requests from here on; goes first.</summary>
    public static WebApplication UseDraining(this WebApplication app)
    {
        var draining = app.Services.GetRequiredService<Draining>();
        app.Use(draining.CountAsync);
        return app;
    }
}
