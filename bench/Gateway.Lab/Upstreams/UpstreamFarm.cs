using System.Collections.Immutable;
using System.Net;
using Gateway.Lab.GroundTruth;
using Gateway.Lab.Load;
using Gateway.Lab.Scenarios;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Lab.Upstreams;

/// <summary>Where one destination of an upstream listens.</summary>
internal readonly record struct DestinationAddress(string Upstream, int Destination, Uri Address);

/// <summary>
/// The scenario's upstreams: real servers on loopback, one per destination, that answer each request after the scenario's rules.
/// </summary>
internal sealed class UpstreamFarm : IAsyncDisposable
{
    /// <summary>Tells the draws of an answer from the coins and from the plan.</summary>
    private const int AnswerSubject = -2;
    private const int DelaySubject = -5;
    private readonly Scenario _scenario;
    private readonly int _seed;
    private readonly Truth _truth;
    private readonly TimeProvider _time;
    private readonly ImmutableArray<CapacityGate> _gates;
    private readonly List<WebApplication> _servers = [];
    private long _errors;

    private UpstreamFarm(Scenario scenario, int seed, TimeProvider time)
    {
        _scenario = scenario;
        _seed = seed;
        _truth = new Truth(scenario, seed);
        _time = time;
        _gates = [.. scenario.Capacity.Select(c => new CapacityGate(c, time))];
    }

    public ImmutableArray<DestinationAddress> Addresses { get; private set; } = [];

    /// <summary>Failing answers given so far.</summary>
    public long Errors => Interlocked.Read(ref _errors);

    public static async Task<UpstreamFarm> StartAsync(Scenario scenario, int seed, TimeProvider time, CancellationToken cancellationToken)
    {
        var farm = new UpstreamFarm(scenario, seed, time);
        try
        {
            await farm.StartServersAsync(cancellationToken);
            return farm;
        }
        catch
        {
            await farm.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        foreach (var gate in _gates)
        {
            gate.Dispose();
        }
    }

    private async Task StartServersAsync(CancellationToken cancellationToken)
    {
        foreach (var upstream in _scenario.Upstreams)
        {
            var reader = new ArrivalReader(_scenario, upstream.Name);
            for (var i = 0; i < upstream.Destinations; i++)
            {
                var destination = i;
                var server = CreateServer();
                _servers.Add(server);
                server.Run(context => AnswerAsync(context, upstream, destination, reader));
                await server.StartAsync(cancellationToken);
                var address = server.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>()
                    .Features.Get<IServerAddressesFeature>()!.Addresses.Single();
                Addresses = Addresses.Add(new DestinationAddress(upstream.Name, destination, new Uri(address)));
            }
        }
    }

    private static WebApplication CreateServer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
        });
        builder.Logging.SetMinimumLevel(LogLevel.None);
        return builder.Build();
    }

    private async Task AnswerAsync(HttpContext context, UpstreamSpec upstream, int destination, ArrivalReader reader)
    {
        context.Response.Headers[LabHeaders.ServedBy] = upstream.Name;
        try
        {
            if (await reader.ReadAsync(context.Request, context.RequestAborted) is not { } arrival)
            {
                await WriteAsync(context, HealthyAnswer.Of(200));
                return;
            }

            await AnswerAsync(context, upstream, destination, arrival);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or BadHttpRequestException)
        {
            // The proxy gave the request up; there is nobody left to answer.
        }
    }

    private async Task AnswerAsync(HttpContext context, UpstreamSpec upstream, int destination, Arrival arrival)
    {
        var random = Coin.SourceFor(_seed, AnswerSubject, arrival.Id);
        var late = _truth.DelayingAt(arrival.Facts, destination, arrival.Id, arrival.AtMs)?.DelayMs?.Draw(
            Coin.SourceFor(_seed, DelaySubject, arrival.Id)) ?? 0;
        if (late > 0)
        {
            await DelayAsync(late, context.RequestAborted);
        }

        if (_truth.StrikingAt(arrival.Facts, destination, arrival.Id, arrival.AtMs) is { } fault)
        {
            // Counted before it waits: a proxy that gives up on it has had its failure, too.
            Interlocked.Increment(ref _errors);
            await DelayAsync(fault.LatencyMs.Draw(random), context.RequestAborted);
            await FailAsync(context, fault.Abort, fault.Status, fault.ContentType, fault.Bodies, random);
            return;
        }

        if (_truth.LimitFor(arrival.Facts, arrival.AtMs) is { } limit)
        {
            if (!await _gates[limit.Index].ServeAsync(context.RequestAborted))
            {
                Interlocked.Increment(ref _errors);
                await FailAsync(context, abort: false, limit.Status, limit.ContentType, limit.Bodies, random);
                return;
            }
        }
        else
        {
            await DelayAsync(upstream.LatencyMs.Draw(random), context.RequestAborted);
        }

        await WriteAsync(context, HealthyAnswer.Of(_truth.HealthyStatus(arrival.Item, arrival.Id)));
    }

    private static async Task FailAsync(HttpContext context, bool abort, int status, string contentType, ImmutableArray<string> bodies,
        Random random)
    {
        if (abort)
        {
            context.Abort();
            return;
        }

        await WriteAsync(context, status, contentType, ScenarioPlaceholders.Fill(bodies[random.Next(bodies.Length)], random));
    }

    private Task DelayAsync(double milliseconds, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(milliseconds), _time, cancellationToken);

    private static Task WriteAsync(HttpContext context, HealthyAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        return answer.Body is null ? Task.CompletedTask : WriteAsync(context, answer.Status, answer.ContentType, answer.Body);
    }

    private static async Task WriteAsync(HttpContext context, int status, string contentType, string body)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(body);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
