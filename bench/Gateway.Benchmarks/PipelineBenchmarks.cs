using System.Globalization;
using System.Net;
using System.Text;
using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using Gateway.Lab.Pipeline;
using Gateway.Modules.Clustering;
using Gateway.Modules.Embedding;
using Gateway.Modules.ErrorText;
using Gateway.Modules.Messaging;
using Gateway.Modules.Sampling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gateway.Benchmarks;

/// <summary>
/// A known error of 1 KB from the outcome inbox to the policy engine's: sampler, bus, embedder and clusterer at work, each in its own
/// place, with every outcome taken. The mean is what one event takes of the wall clock: a second over it is the throughput. Yardstick: a
/// reference through as many bounded channels and workers.
/// </summary>
public class PipelineBenchmarks
{
    private const int Events = 20_000;
    private const int Hops = 4;

    private byte[] _body = [];
    private Channel<object>[] _channels = [];
    private IHostedService[] _workers = [];
    private IOutcomeInbox _inbox = null!;
    private Inbox<ClusteredSample> _end = null!;

    public enum Shape
    {
        /// <summary>Many small fields before the message.</summary>
        Details,

        /// <summary>A message and the frames below it.</summary>
        Trace,
    }

    [ParamsAllValues]
    public Shape Body { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _body = Encoding.UTF8.GetBytes(Body == Shape.Details ? ErrorBodies.JsonOf(1024) : TraceOf(1024));
        var options = new GatewayOptions { Sampler = new SamplerOptions { SamplingRate = 1, MinimumPerSecond = 1_000_000 } };
        var services = ModuleServices.Create(options).AddErrorText().AddSampling().AddMessaging().AddEmbedding().AddClustering();
        services.AddSingleton(_end = new Inbox<ClusteredSample>(4096));
        var provider = services.BuildServiceProvider();
        _inbox = provider.GetRequiredService<IOutcomeInbox>();
        _workers = [.. provider.GetServices<IHostedService>()];
        foreach (var worker in _workers)
        {
            await worker.StartAsync(CancellationToken.None);
        }

        // From here on the error is known.
        _inbox.TryWrite(Record());
        var first = await _end.Reader.ReadAsync();
        if (first.Assignment is null)
        {
            throw new InvalidOperationException("the error must reach a cluster");
        }

        _channels = [.. Enumerable.Range(0, Hops + 1).Select(_ => Channel.CreateBounded<object>(4096))];
        for (var i = 0; i < Hops; i++)
        {
            _ = PassOnAsync(_channels[i].Reader, _channels[i + 1].Writer);
        }
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        _channels[0].Writer.Complete();
        foreach (var worker in _workers)
        {
            await worker.StopAsync(CancellationToken.None);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public async Task FourWorkersAndTheirChannelsAsync()
    {
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < Events; i++)
            {
                await _channels[0].Writer.WriteAsync(_body);
            }
        });
        for (var i = 0; i < Events; i++)
        {
            await _channels[^1].Reader.ReadAsync();
        }

        await writing;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public async Task KnownErrorOf1KAsync()
    {
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < Events;)
            {
                if (_inbox.TryWrite(Record()))
                {
                    i++;
                }
                else
                {
                    // A full inbox holds several milliseconds' work; trying again at once would only take the workers' cores.
                    await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
                }
            }
        });
        for (var i = 0; i < Events; i++)
        {
            await _end.Reader.ReadAsync();
        }

        await writing;
    }

    private static async Task PassOnAsync(ChannelReader<object> reader, ChannelWriter<object> writer)
    {
        await foreach (var item in reader.ReadAllAsync())
        {
            await writer.WriteAsync(item);
        }

        writer.Complete();
    }

    private OutcomeRecord Record()
    {
        var body = new CapturedBody(16_384, "application/json", null);
        body.Append(_body);
        return new OutcomeRecord
        {
            Route = "orders",
            Upstream = "shop",
            Method = "GET",
            Destination = "shop/1",
            Path = "/api/orders/17",
            Query = "?format=pdf",
            BodyBytes = -1,
            ClientAddress = IPAddress.Loopback,
            Outcome = RequestOutcome.UpstreamError,
            Status = 500,
            GrpcStatus = -1,
            Body = body,
            CompletedAt = TimeProvider.System.GetUtcNow(),
            Latency = TimeSpan.FromMilliseconds(12),
        };
    }

    private static string TraceOf(int bytes)
    {
        var text =
            new StringBuilder(
                "{\"status\":500,\"message\":\"deadlock detected: process 4711 waits for ShareLock on transaction 90211\","
                    + "\"trace\":\"PSQLException: ERROR: deadlock detected");
        for (var i = 0; text.Length < bytes; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\\n\\tat org.acme.shop.Orders.save(Orders.java:{i})");
        }

        return text.Append("\"}").ToString();
    }
}
