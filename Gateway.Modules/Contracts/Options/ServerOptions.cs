using System.ComponentModel.DataAnnotations;

namespace Gateway.Modules.Contracts.Options;

/// <summary>Where the gateway listens and how it stops. Read at start.</summary>
[ReadAtStart]
public sealed record ServerOptions
{
    /// <summary>Address to listen on: an IP address, <c>localhost</c>, or <c>*</c> for every address. Default <c>*</c>.</summary>
    [Required]
    public string Host { get; init; } = "*";

    /// <summary>Port for HTTP/1.1: proxy, health and admin. Default 8080; 0 picks a free one. Range 0 to 65535.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 8080;

    /// <summary>Port for HTTP/2 with prior knowledge, for gRPC. Default 0, which is off. Range 0 to 65535.</summary>
    [Range(0, 65535)]
    public int Http2Port { get; init; }

    /// <summary>Addresses and networks (<c>10.0.0.0/8</c>) whose <c>X-Forwarded-For</c> names the client. Default none.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>
    /// How long after SIGTERM everything is still served while <c>/ready</c> says 503, so that balancers notice; longer than they take
    /// between two looks. Default 5 s. Range 0 to 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan DrainDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long requests in flight may go on after that. Default 30 s. Range 0 to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Most connections to one destination, unless an upstream's own <c>HttpClient</c> section says otherwise. Default 1000. Range 1 to
    /// 100000.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxConnectionsPerDestination { get; init; } = 1000;

    /// <summary>
    /// Largest share of a destination's connections that one principal may hold while nobody else is there, and less when others are:
    /// one who keeps all it gets leaves the same share of the rest to the next. 1 is no bound. Default 0.5. Range 0.01 to 1.
    /// </summary>
    [Range(0.01, 1.0)]
    public double MaxPrincipalShare { get; init; } = 0.5;

    /// <summary>
    /// Most requests that wait for room at one destination, the surplus is answered with 503 at once. Default 20000. Range 0 to 1000000.
    /// </summary>
    [Range(0, 1_000_000)]
    public int MaxWaitingPerDestination { get; init; } = 20_000;

    /// <summary>
    /// How long a request waits for room at its destination before it is answered with 503. Default 10 s. Range 0 to 10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan MaxWaitForDestination { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection to a destination may take to come about. Default 10 s. Range 0.1 s to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
