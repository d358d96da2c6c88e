namespace Gateway.Modules.Contracts.Options;

/// <summary>
/// The whole <c>Gateway</c> section. Read through <c>IOptionsMonitor&lt;GatewayOptions&gt;</c>, which only ever shows a
/// configuration that passed validation.
/// </summary>
public sealed record GatewayOptions
{
    public const string Section = "Gateway";

    public ServerOptions Server { get; init; } = new();
    public PrincipalOptions Principal { get; init; } = new();
    public DimensionsOptions Dimensions { get; init; } = new();
    public SamplerOptions Sampler { get; init; } = new();
    public ErrorTextOptions ErrorText { get; init; } = new();
    public EmbeddingOptions Embedding { get; init; } = new();
    public ClusteringOptions Clustering { get; init; } = new();
    public AttributionOptions Attribution { get; init; } = new();
    public PoliciesOptions Policies { get; init; } = new();
    public BreakerOptions Breaker { get; init; } = new();
    public LimiterOptions Limiter { get; init; } = new();
    public AdminOptions Admin { get; init; } = new();
    public MetricsOptions Metrics { get; init; } = new();
    public StorageOptions Storage { get; init; } = new();
    public KafkaOptions Kafka { get; init; } = new();
    public EtcdOptions Etcd { get; init; } = new();
    public DiagnosticsOptions Diagnostics { get; init; } = new();
}
