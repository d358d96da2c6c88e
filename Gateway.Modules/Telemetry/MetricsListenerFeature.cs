namespace Gateway.Modules.Telemetry;

/// <summary>Marks a connection that came in through the metrics listener.</summary>
internal sealed class MetricsListenerFeature
{
    public static readonly MetricsListenerFeature Instance = new();
}
