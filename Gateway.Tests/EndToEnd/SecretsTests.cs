using System.Globalization;
using System.Text.Json;
using Gateway.Tests.Doubles;
using Gateway.Tests.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.EndToEnd;

/// <summary>
/// What upstreams give away in their errors stays between them and the client: nothing that the gateway shows or logs has it.
/// </summary>
public sealed class SecretsTests
{
    private const int MostLooks = 1500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Made up, and split where a scanner for leaked keys would take offence.</summary>
    private static readonly (string Message, string Secret)[] Errors =
    [
        ("Incorrect API key provided: {0}. You can find your key in your account", "sk-" + "a8Kq2Lw9ZxT4bNmR7vYcD3eF"),
        ("could not connect to postgres://app:{0}@db.internal:5432/shop: connection refused", "hunterhunter"),
        ("jwt malformed: {0}", "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N"),
        ("Card {0} was declined by the issuer", "4111 1111 1111 1111"),
        ("No account for jane.doe{0}", "@mail.example.org"),
    ];

    [Test]
    public async Task Errors_WithSecrets_AreShownAndLoggedWithoutThem()
    {
        await using var upstream = await StartUpstreamAsync();
        using var folder = new ConfigurationFolder(ConfigurationOf(upstream.Urls.Single()));
        using var gateway = await GatewayProcess.StartAsync(folder.FilePath, "--Logging:LogLevel:Default=Debug");
        using var client = new HttpClient { BaseAddress = gateway.Address };
        for (var i = 0; i < Errors.Length; i++)
        {
            using var response = await client.GetAsync(
                new Uri($"/orders/{i}?token={Uri.EscapeDataString(Errors[i].Secret)}", UriKind.Relative));
            Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain(Errors[i].Secret), "The client gets the error as it is");
        }

        var clusters = await ClustersAsync(gateway, Errors.Length);
        var shown = new Dictionary<string, string>
        {
            ["clusters"] = clusters,
            ["policies"] = await client.GetStringAsync(new Uri("/admin/policies", UriKind.Relative)),
            ["stats"] = await client.GetStringAsync(new Uri("/admin/stats", UriKind.Relative)),
            ["metrics"] = await client.GetStringAsync(new Uri($"http://127.0.0.1:{gateway.MetricsPort}/metrics")),
            ["output"] = gateway.Output,
        };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(shown["clusters"], Does.Contain("API key").And.Contain("declined"), "The errors themselves are there");
            foreach (var (place, text) in shown)
            {
                Assert.That(Errors.SelectMany(e => FormsOf(e.Secret)).Where(form => text.Contains(form, StringComparison.Ordinal)),
                    Is.Empty, place);
            }
        }
    }

    /// <summary>As it is, as JSON and addresses write it, and its telling pieces.</summary>
    private static IEnumerable<string> FormsOf(string secret) =>
    [
        secret, JsonSerializer.Serialize(secret).Trim('"'), Uri.EscapeDataString(secret),
        .. secret.Split(' ', '.', '-', '@').Where(p => p.Length > 7),
    ];

    private static async Task<string> ClustersAsync(GatewayProcess gateway, int errors)
    {
        for (var look = 0; look < MostLooks; look++)
        {
            var clusters = await gateway.ItemsAsync("/admin/clusters");
            if (clusters.Sum(c => c.GetProperty("size").GetDouble()) == errors)
            {
                return string.Join('\n', clusters.Select(c => c.GetRawText()));
            }

            await Task.Delay(Pause);
        }

        throw new AssertionException($"The clusters never came to {errors} errors. {gateway.Output}");
    }

    private static string ConfigurationOf(string destination) => JsonSerializer.Serialize(new
    {
        Gateway = new
        {
            Embedding = new
            {
                Path = Repository.PathOf("models/bge-small-en-v1.5-int8"),
                LexiconPath = Repository.PathOf("models/lexicon.json"),
            },
            Clustering = new { LearnedPath = Repository.PathOf("models"), KindsPath = Repository.PathOf("models/kinds.json") },
        },
        ReverseProxy = new
        {
            Routes = new { orders = new { ClusterId = "orders", Match = new { Path = "/orders/{**rest}" } } },
            Clusters = new { orders = new { Destinations = new { a = new { Address = destination } } } },
        },
    });

    private static async Task<WebApplication> StartUpstreamAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(static async context =>
        {
            var (message, secret) = Errors[int.Parse(context.Request.Path.Value!.Split('/')[^1], CultureInfo.InvariantCulture)];
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await context.Response.WriteAsJsonAsync(
                new { error = new { message = string.Format(CultureInfo.InvariantCulture, message, secret) } });
        });
        await app.StartAsync();
        return app;
    }
}
