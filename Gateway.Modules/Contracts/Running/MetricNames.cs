namespace Gateway.Modules.Contracts.Running;

/// <summary>
/// Instrument names. The exporter appends the unit and <c>_total</c>, which gives the names of the Prometheus page.
/// </summary>
public static class MetricNames
{
    /// <summary>Every meter is called <c>Gateway.&lt;module&gt;</c>; the exporter listens to all of them.</summary>
    public const string MeterPrefix = "Gateway.";

    public const string Requests = "gateway_requests";
    public const string RequestDuration = "gateway_request_duration";
    public const string BusyAnswers = "gateway_busy_answers";
    public const string WaitingRequests = "gateway_waiting_requests";
    public const string Refusals = "gateway_refusals";
    public const string ShadowRefusals = "gateway_shadow_refusals";
    public const string Rerouted = "gateway_rerouted";
    public const string Retries = "gateway_retries";
    public const string RepeatsLeftOut = "gateway_repeats_left_out";
    public const string EjectedDestinations = "gateway_ejected_destinations";
    public const string RateLimitHits = "gateway_rate_limit_hits";
    public const string BreakerState = "gateway_circuit_breaker_state";
    public const string ClusterSize = "gateway_cluster_size";
    public const string ClusterSeverity = "gateway_cluster_severity";
    public const string FalseKillRatio = "gateway_policy_false_kill_ratio";
    public const string Embedding = "gateway_embedding";
    public const string EmbeddingCacheHits = "gateway_embedding_cache_hits";
    public const string EmbeddingDeferred = "gateway_embedding_deferred";
    public const string Events = "gateway_events";
    public const string PipelineLag = "gateway_pipeline_lag";
    public const string SamplerDropped = "gateway_sampler_dropped";
    public const string AttributionCutShort = "gateway_attribution_cut_short";
    public const string AttributionRows = "gateway_attribution_rows";
    public const string AttributionBytes = "gateway_attribution_table";
    public const string PoliciesNoRoom = "gateway_policies_no_room";
    public const string DimensionsFolded = "gateway_dimensions_folded";
    public const string StoreConnected = "gateway_store_connected";
    public const string WorkerRestarts = "gateway_worker_restarts";
    public const string LimiterEvicted = "gateway_limiter_evicted";
    public const string LogDropped = "gateway_log_dropped";
    public const string AdminDenied = "gateway_admin_denied";
}
