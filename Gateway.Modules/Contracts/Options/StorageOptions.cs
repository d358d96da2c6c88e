using System.ComponentModel.DataAnnotations;

namespace Gateway.Modules.Contracts.Options;

/// <summary>Where policies live. In this version: in the process.</summary>
public sealed record StorageOptions
{
    /// <summary>Policies the store holds at most, manual ones included. Default 1000. Range 1 to 100000. Read at start.</summary>
    [Range(1, 100_000)]
    [ReadAtStart]
    public int MaxPolicies { get; init; } = 1000;
}

/// <summary>The event bus between replicas. Read at start.</summary>
[ReadAtStart]
public sealed record KafkaOptions
{
    /// <summary>
    /// Brokers, <c>host:port</c> with commas; also <c>KAFKA_BROKERS</c>. Default empty: in-process, the only bus of this version.
    /// </summary>
    public string Brokers { get; init; } = "";

    /// <summary>Topic of the samples. Default <c>gateway-errors</c>.</summary>
    [Required]
    public string Topic { get; init; } = "gateway-errors";

    /// <summary>Samples the in-process bus holds before publishers wait. Default 4096. Range 16 to 1048576.</summary>
    [Range(16, 1_048_576)]
    public int BufferSize { get; init; } = 4096;
}

/// <summary>The policy store between replicas. Read at start.</summary>
[ReadAtStart]
public sealed record EtcdOptions
{
    /// <summary>
    /// Endpoints, <c>http://host:port</c> with commas; also <c>ETCD_ENDPOINTS</c>. Default empty: in-process, the only store of this
    /// version.
    /// </summary>
    public string Endpoints { get; init; } = "";

    /// <summary>Longest wait for one call. Default 5 s. Range 100 ms to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>Help for those who look inside.</summary>
public sealed record DiagnosticsOptions
{
    /// <summary>Whether answers carry <c>X-Gateway-Hold-Out</c> and <c>X-Gateway-Policy</c>. Default false.</summary>
    public bool ResponseHeaders { get; init; }

    /// <summary>Seed of everything random, for repeatable runs. Default null: a fresh one each start.</summary>
    [ReadAtStart]
    public int? RandomSeed { get; init; }
}
