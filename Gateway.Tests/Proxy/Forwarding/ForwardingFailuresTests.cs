using System.Net;
using System.Net.Sockets;
using Gateway.Modules.Proxy.Forwarding;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Gateway.Tests.Proxy.Forwarding;

/// <summary>An outage fails each request; the log hears of it once in a while.</summary>
public sealed class ForwardingFailuresTests
{
    [Test]
    public async Task Forward_NobodyListens_OneLineForManyWithoutStackOrQuery()
    {
        var lines = new FakeLogCollector();
        await using var gateway = await GatewayFixture.StartAsync(
            null, null, null, s => s.AddSingleton<ILoggerFactory>(new LoggerFactory([new FakeLoggerProvider(lines)])),
            ("ReverseProxy:Routes:r:ClusterId", "u"),
            ("ReverseProxy:Routes:r:Match:Path", "{**rest}"),
            ("ReverseProxy:Clusters:u:Destinations:d:Address", $"http://127.0.0.1:{UnusedPort()}/"));
        for (var i = 0; i < 20; i++)
        {
            using var response = await gateway.Client.GetAsync($"/users/{i}?token=hunter2");
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadGateway));
        }

        var said = lines.GetSnapshot().Where(l => l.Category == typeof(ForwardingFailures).FullName).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(said, Has.Count.EqualTo(1));
            Assert.That(said[0].Message, Does.Contain("/users/{int}").And.Contain("ConnectionRefused").And.Not.Contain("hunter2"));
            Assert.That(said[0].Exception, Is.Null);
        }
    }

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
