using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Modules.Proxy.Forwarding;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Proxy.Demo;

/// <summary>
/// The upstream that is served when no route is configured: a server of its own on a free loopback port, reached through the
/// proxy like any other. <c>/api/test</c> answers; with <c>simulate_error=true</c> it fails as a service does whose database is gone.
/// </summary>
internal sealed class DemoUpstream : IHostedService, IHttpApplication<HttpContext>, IDisposable
{
    public const string Path = "/api/test";

    private readonly Socket _socket;
    private readonly KestrelServer _server;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly Lock _randomLock = new();
    private readonly ILogger _logger;

    public DemoUpstream(IOptionsMonitor<DiagnosticsOptions> options, TimeProvider time, ILoggerFactory loggers)
    {
        _time = time;
        _logger = loggers.CreateLogger<DemoUpstream>();
        _random = new Random(options.CurrentValue.RandomSeed ?? RandomNumberGenerator.GetInt32(int.MaxValue));

        // Bound here and listened on later, so that the address is known while the routes are built.
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var endpoint = (IPEndPoint)_socket.LocalEndPoint!;
        Address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{endpoint.Port}/");

        var kestrel = new KestrelServerOptions { AddServerHeader = false };
        kestrel.Listen(endpoint);
        var sockets = new SocketTransportOptions { CreateBoundListenSocket = _ => _socket };
        _server = new KestrelServer(Options.Create(kestrel), new SocketTransportFactory(Options.Create(sockets), loggers), loggers);
    }

    public string Address { get; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _server.StartAsync(this, cancellationToken);
        ForwardingLog.DemoServed(_logger, Path);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context)
    {
        if (!context.Request.Path.Equals(Path, StringComparison.OrdinalIgnoreCase))
        {
            return WriteAsync(context, StatusCodes.Status404NotFound, writer => writer.WriteString("error", "no such resource"));
        }

        return string.Equals(context.Request.Query["simulate_error"], "true", StringComparison.OrdinalIgnoreCase)
            ? WriteAsync(context, StatusCodes.Status500InternalServerError, WriteFailure)
            : WriteAsync(context, StatusCodes.Status200OK, WriteOrders);
    }

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public void Dispose()
    {
        _server.Dispose();
        _socket.Dispose();
    }

    private static void WriteOrders(Utf8JsonWriter writer)
    {
        writer.WriteString("status", "ok");
        writer.WriteStartArray("orders");
        writer.WriteNumberValue(1041);
        writer.WriteNumberValue(1042);
        writer.WriteEndArray();
    }

    /// <summary>Same cause each time, never the same words: host, port, time and ids differ as they do in production.</summary>
    private void WriteFailure(Utf8JsonWriter writer)
    {
        var (node, attempts, waited, id) = Draw();
        writer.WriteStartObject("error");
        writer.WriteString("type", "DatabaseConnectionException");
        writer.WriteString("code", "DB_CONNECTION_REFUSED");
        writer.WriteString("message", string.Create(
            CultureInfo.InvariantCulture,
            $"could not connect to database server db-{node}.orders.internal:5432: connection refused (attempt {attempts}, {waited} ms)"));
        writer.WriteEndObject();
        writer.WriteString("requestId", id.ToString("x16", CultureInfo.InvariantCulture));
        writer.WriteString("timestamp", _time.GetUtcNow());
    }

    private (int Node, int Attempts, int WaitedMs, long Id) Draw()
    {
        lock (_randomLock)
        {
            return (_random.Next(1, 5), _random.Next(1, 4), _random.Next(20, 3000), _random.NextInt64());
        }
    }

    private static async Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        var body = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), context.RequestAborted);
        }
    }
}
