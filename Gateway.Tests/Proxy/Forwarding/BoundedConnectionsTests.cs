using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Proxy.Forwarding;

public sealed class BoundedConnectionsTests
{
    [TestCase(null, 8)]
    [TestCase("3", 3)]
    public async Task Forward_SlowUpstream_SeesNoMoreConnectionsThanTheBound(string? ownBound, int expected)
    {
        var now = 0;
        var most = 0;
        var full = new TaskCompletionSource();
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            var here = Interlocked.Increment(ref now);
            InterlockedMax(ref most, here);
            if (here >= expected)
            {
                full.TrySetResult();
            }

            // The first ones stay until the bound is reached, so that a bound which is too low cannot pass for the right one.
            await full.Task;
            await Task.Yield();
            Interlocked.Decrement(ref now);
            await context.Response.WriteAsync("ok");
        });
        var options = new GatewayOptions { Server = new() { MaxConnectionsPerDestination = 8, MaxPrincipalShare = 1 } };
        (string, string)[] settings = ownBound is null ? [] : [("ReverseProxy:Clusters:u:HttpClient:MaxConnectionsPerServer", ownBound)];
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, options, settings: settings);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => gateway.Client.GetStringAsync("/")))
            .WaitAsync(TimeSpan.FromSeconds(60));

        Assert.That(answers, Is.All.EqualTo("ok"));
        Assert.That(most, Is.EqualTo(expected));
    }

    [Test]
    public async Task Forward_ErrorAnswers_GiveTheirConnectionBack()
    {
        await using var upstream = await StubUpstream.StartAsync(async context =>
        {
            context.Response.StatusCode = 500;
            await context.Response.Body.WriteAsync(new byte[100_000]);
        });
        var options = new GatewayOptions { Server = new() { MaxConnectionsPerDestination = 1 } };
        await using var gateway = await GatewayFixture.InFrontOfAsync(upstream, options);

        for (var i = 0; i < 20; i++)
        {
            using var response = await gateway.Client.GetAsync("/", HttpCompletionOption.ResponseContentRead)
                .WaitAsync(TimeSpan.FromSeconds(20));
            Assert.That(await response.Content.ReadAsByteArrayAsync(), Has.Length.EqualTo(100_000));
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        var seen = Volatile.Read(ref target);
        while (value > seen)
        {
            var previous = Interlocked.CompareExchange(ref target, value, seen);
            if (previous == seen)
            {
                return;
            }

            seen = previous;
        }
    }
}
