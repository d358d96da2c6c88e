using Microsoft.Extensions.Options;

namespace Gateway.Modules.Contracts.Options;

/// <summary>
/// The whole <c>Gateway</c> section. Read by section, as through <c>IOptionsMonitor&lt;SamplerOptions&gt;</c>, or whole where several
/// sections must belong together; either only ever shows a configuration that passed validation.
/// </summary>
public sealed record GatewayOptions
{
    public const string Section = "Gateway";

    [ValidateObjectMembers]
    public ServerOptions Server { get; init; } = new();

    [ValidateObjectMembers]
    public PrincipalOptions Principal { get; init; } = new();

    [ValidateObjectMembers]
    public DimensionsOptions Dimensions { get; init; } = new();

    [ValidateObjectMembers]
    public SamplerOptions Sampler { get; init; } = new();

    [ReadAtStart]
    [ValidateObjectMembers]
    public ErrorTextOptions ErrorText { get; init; } = new();

    [ValidateObjectMembers]
    public EmbeddingOptions Embedding { get; init; } = new();

    [ValidateObjectMembers]
    public ClusteringOptions Clustering { get; init; } = new();

    [ValidateObjectMembers]
    public AttributionOptions Attribution { get; init; } = new();

    [ValidateObjectMembers]
    public PoliciesOptions Policies { get; init; } = new();

    [ValidateObjectMembers]
    public BreakerOptions Breaker { get; init; } = new();

    [ValidateObjectMembers]
    public LimiterOptions Limiter { get; init; } = new();

    [ValidateObjectMembers]
    public AdminOptions Admin { get; init; } = new();

    [ValidateObjectMembers]
    public MetricsOptions Metrics { get; init; } = new();

    [ValidateObjectMembers]
    public StorageOptions Storage { get; init; } = new();

    [ValidateObjectMembers]
    public KafkaOptions Kafka { get; init; } = new();

    [ValidateObjectMembers]
    public EtcdOptions Etcd { get; init; } = new();

    public DiagnosticsOptions Diagnostics { get; init; } = new();
}
