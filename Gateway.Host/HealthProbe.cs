using System.Net;

namespace Gateway.Host;

/// <summary>Asks a running gateway whether it is well: what a container's health check calls, since its image has no curl.</summary>
internal static class HealthProbe
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    /// <summary>Where a gateway with these options answers on this machine.</summary>
    public static Uri AddressOf(ServerOptions server)
    {
        var host = IPAddress.TryParse(server.Host, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
            ? address
            : IPAddress.Loopback;
        return new Uri($"http://{new IPEndPoint(host, server.Port)}/health");
    }

    /// <summary>Returns the exit status: 0 when the answer is a success, else 1.</summary>
    public static async Task<int> AskAsync(Uri url, TextWriter output)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = LongestWait };
        try
        {
            using var response = await client.GetAsync(url);
            await output.WriteLineAsync($"{url} answers {(int)response.StatusCode}");
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await output.WriteLineAsync($"{url} does not answer: {e.Message}");
            return 1;
        }
    }
}
