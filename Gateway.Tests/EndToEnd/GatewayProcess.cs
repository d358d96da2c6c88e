using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Tests.Doubles;
using Gateway.Tests.Embedding;
using Gateway.Tests.Host;
using Gateway.Tests.Telemetry;

namespace Gateway.Tests.EndToEnd;

/// <summary>The real program on free ports with its demo upstream behind it, and what its users ask it.</summary>
internal sealed class GatewayProcess : IDisposable
{
    private const string AddressField = "Address";

    private readonly HostProcess _host;
    private readonly HttpClient _client = new();
    private readonly Uri _metrics;

    private GatewayProcess(HostProcess host, Uri address, Uri metrics)
    {
        _host = host;
        Address = address;
        _metrics = metrics;
        _client.BaseAddress = address;
    }

    public Uri Address { get; }

    public int MetricsPort => _metrics.Port;

    public string Output => _host.Output + _host.Errors;

    /// <summary>Starts it as the repository configures it, for tests that need the model.</summary>
    public static Task<GatewayProcess> StartWithModelAsync(params string[] args)
    {
        if (!File.Exists(Path.Combine(ModelFiles.BgeSmallEn, "model.onnx")))
        {
            Assert.Ignore("models/bge-small-en-v1.5-int8/model.onnx is needed in the checkout");
        }

        return StartAsync(Repository.PathOf("appsettings.json"), args);
    }

    public static async Task<GatewayProcess> StartAsync(string configuration, params string[] args)
    {
        var host = HostProcess.Start(
            ["--config", configuration, "--Gateway:Server:Host=127.0.0.1", "--Gateway:Server:Port=0", "--Gateway:Metrics:Port=0", .. args]);
        try
        {
            return new GatewayProcess(host, await AddressAsync(host, "Proxy"), await AddressAsync(host, "Metrics"));
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Sends one request to the demo upstream's path.</summary>
    public async Task<Answer> SendAsync(bool failing, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, failing ? "/api/test?simulate_error=true" : "/api/test");
        if (key is not null)
        {
            request.Headers.Add("X-Api-Key", key);
        }

        using var response = await _client.SendAsync(request);
        return new Answer((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync());
    }

    public Task<JsonElement> GetAsync(string path) => _client.GetFromJsonAsync<JsonElement>(path);

    /// <summary>An operator's call; anything but success fails the test.</summary>
    public async Task<JsonElement> PostAsync(string path, string json)
    {
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        request.Headers.Add("X-Admin-Key", await AdminKeyAsync());
        using var response = await _client.SendAsync(request);
        Assert.That(response.IsSuccessStatusCode, Is.True, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async Task<IReadOnlyList<JsonElement>> ItemsAsync(string path) =>
        [.. (await GetAsync(path)).GetProperty("items").EnumerateArray()];

    public async Task<Scrape> ScrapeAsync() => Scrape.Parse(await _client.GetStringAsync(_metrics));

    /// <summary>The key that the program has printed at its start.</summary>
    public async Task<string> AdminKeyAsync() =>
        System.Text.RegularExpressions.Regex.Match(await _host.ErrorLineAsync("writes need the key"), "[0-9a-f]{32}").Value;

    public Task<string> LogLineAsync(string text) => _host.LineAsync(text);

    public void Dispose()
    {
        _client.Dispose();
        _host.Dispose();
    }

    private static async Task<Uri> AddressAsync(HostProcess host, string role)
    {
        using var line = JsonDocument.Parse(await host.LineAsync($"{role} listening on"));
        return new Uri(new Uri(line.RootElement.GetProperty(AddressField).GetString()!), role == "Metrics" ? "/metrics" : "/");
    }
}

/// <summary>One answer of the gateway or of what stands behind it.</summary>
internal sealed record Answer(int Status, string? MediaType, string Body)
{
    /// <summary>A response is a refusal exactly when its type says so.</summary>
    public bool IsRefusal => MediaType == "application/problem+json" && Type.StartsWith("urn:llm-aware-gateway:", StringComparison.Ordinal);

    public string Type => Json().GetProperty("type").GetString()!;

    public string ScopeText => Json().GetProperty("scopeText").GetString()!;

    public JsonElement Json() => JsonSerializer.Deserialize<JsonElement>(Body);
}
