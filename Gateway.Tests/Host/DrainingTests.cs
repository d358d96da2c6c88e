using System.Net;
using Gateway.Host;
using Gateway.Modules.Contracts;
using Gateway.Tests.Doubles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Gateway.Tests.Host;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DrainingTests
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
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

    private static Task StopAsync(WebApplication app)
    {
        app.Lifetime.StopApplication();
        return app.StopAsync();
    }

    private async Task<WebApplication> StartAsync(TimeSpan drainTimeout)
    {
        var options = new GatewayOptions { Server = new() { DrainTimeout = drainTimeout } };
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<IOptionsMonitor<GatewayOptions>>(new FixedOptions(options));
        Draining.AddTo(builder, options);
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
