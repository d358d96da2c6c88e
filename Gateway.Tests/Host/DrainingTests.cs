using System.Net;
using System.Runtime.InteropServices;
using Gateway.Host;
using Gateway.Modules.Shared.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Host;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DrainingTests : IDisposable
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StopSignals _signals = new();
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Test]
    public async Task Stop_RequestInFlight_IsServedAndSoAreNewOnesUntilItEnds()
    {
        await using var app = await StartAsync(TimeSpan.FromMinutes(5));
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var slow = client.GetAsync(new Uri("/slow", UriKind.Relative));
        await _arrived.Task;

        var stop = StopAsync(app);
        using var meanwhile = await client.GetAsync(new Uri("/", UriKind.Relative));
        Assert.That(await meanwhile.Content.ReadAsStringAsync(), Is.EqualTo("stopping"));
        Assert.That(meanwhile.Headers.ConnectionClose, Is.True);
        Assert.That(stop.IsCompleted, Is.False);

        _release.SetResult();
        using var answer = await slow;
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await stop;
        Assert.That(async () => await client.GetAsync(new Uri("/", UriKind.Relative)), Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public async Task Stop_RequestThatNeverEnds_IsCutOffAfterTheDrainTimeout()
    {
        await using var app = await StartAsync(TimeSpan.FromMilliseconds(100));
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var slow = client.GetAsync(new Uri("/slow", UriKind.Relative));
        await _arrived.Task;
        await StopAsync(app);
        Assert.That(async () => await slow, Throws.InstanceOf<HttpRequestException>());
    }

    [Test]
    public async Task Stop_DrainDelay_EverythingIsServedUntilItIsOver()
    {
        await using var app = await StartAsync(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(5), _time);
        var stop = StopAsync(app);
        for (var i = 0; i < 3; i++)
        {
            // A client of its own each time: new connections are taken, too.
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
            Assert.That(await client.GetStringAsync(new Uri("/", UriKind.Relative)), Is.EqualTo("stopping"));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That(stop.IsCompleted, Is.False);
        while (!stop.IsCompleted)
        {
            // The last answer may still be ending: then the end is looked for once more.
            _time.Advance(TimeSpan.FromSeconds(2));
            await Task.Delay(5);
        }

        await stop;
    }

    [Test]
    public async Task Stop_InterruptedAtATerminal_LeavesTheDelayOut()
    {
        await using var app = await StartAsync(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(5), _time);
        _signals.Receive(PosixSignal.SIGINT);
        await StopAsync(app);
        Assert.That(_signals.Cut.IsCancellationRequested, Is.False);
    }

    [Test]
    public void Signals_TerminatedTwice_NothingIsCutOff()
    {
        _signals.Receive(PosixSignal.SIGTERM);
        _signals.Receive(PosixSignal.SIGTERM);
        Assert.That((_signals.Stop.IsCancellationRequested, _signals.NoDelay.IsCancellationRequested, _signals.Cut.IsCancellationRequested),
            Is.EqualTo((true, false, false)));
        _signals.Receive(PosixSignal.SIGINT);
        _signals.Receive(PosixSignal.SIGINT);
        Assert.That(_signals.Cut.IsCancellationRequested, Is.True);
    }

    public void Dispose() => _signals.Dispose();

    private static Task StopAsync(WebApplication app)
    {
        app.Lifetime.StopApplication();
        return app.StopAsync();
    }

    private async Task<WebApplication> StartAsync(TimeSpan drainTimeout, TimeSpan drainDelay = default, TimeProvider? time = null)
    {
        var options = new GatewayOptions { Server = new() { DrainTimeout = drainTimeout, DrainDelay = drainDelay } };
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(time ?? TimeProvider.System).AddFixedOptions(options);
        Draining.AddTo(builder, options, _signals);
        var app = builder.Build();
        app.UseDraining();
        app.Run(async context =>
        {
            if (context.Request.Path == "/slow")
            {
                _arrived.TrySetResult();
                await _release.Task.WaitAsync(context.RequestAborted);
            }

            await context.Response.WriteAsync(app.Lifetime.ApplicationStopping.IsCancellationRequested ? "stopping" : "running");
        });
        await app.StartAsync();
        return app;
    }
}
