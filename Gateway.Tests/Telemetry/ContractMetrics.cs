namespace Gateway.Tests.Telemetry;

/// <summary>The metrics that dashboards and scripts rely on, as a scrape names them, with their labels.</summary>
internal static class ContractMetrics
{
    public static readonly IReadOnlyDictionary<string, string[]> Labels = new Dictionary<string, string[]>
    {
        ["gateway_requests_total"] = ["route", "outcome"],
        ["gateway_request_duration_seconds"] = ["route", "outcome"],
        ["gateway_busy_answers_total"] = [],
        ["gateway_waiting_requests"] = [],
        ["gateway_refusals_total"] = ["action", "reason"],
        ["gateway_shadow_refusals_total"] = ["action", "reason"],
        ["gateway_rerouted_total"] = ["route", "reason"],
        ["gateway_retries_total"] = ["route"],
        ["gateway_repeats_left_out_total"] = ["route"],
        ["gateway_ejected_destinations"] = ["upstream"],
        ["gateway_rate_limit_hits_total"] = ["cluster"],
        ["gateway_circuit_breaker_state"] = ["cluster"],
        ["gateway_cluster_size"] = ["cluster"],
        ["gateway_cluster_severity"] = ["cluster"],
        ["gateway_policy_false_kill_ratio"] = ["policy"],
        ["gateway_embedding_seconds"] = ["model"],
        ["gateway_embedding_cache_hits_total"] = [],
        ["gateway_embedding_deferred_total"] = ["reason"],
        ["gateway_events_total"] = [],
        ["gateway_pipeline_lag_seconds"] = [],
        ["gateway_sampler_dropped_total"] = ["reason"],
        ["gateway_attribution_cut_short_total"] = [],
        ["gateway_attribution_rows"] = [],
        ["gateway_attribution_table_bytes"] = [],
        ["gateway_policies_no_room_total"] = [],
        ["gateway_dimensions_folded_total"] = ["reason"],
        ["gateway_store_connected"] = ["store"],
        ["gateway_worker_restarts_total"] = ["worker"],
        ["gateway_limiter_evicted_total"] = [],
        ["gateway_log_dropped_total"] = [],
        ["gateway_admin_denied_total"] = ["reason"],
    };

    public static readonly string[] Histograms = ["gateway_request_duration_seconds", "gateway_embedding_seconds",
        "gateway_pipeline_lag_seconds"];
}
