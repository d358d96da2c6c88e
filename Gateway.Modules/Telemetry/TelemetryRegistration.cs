using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;

namespace Gateway.Modules.Telemetry;

/// <summary>Collects the gateway's own meters and serves them to Prometheus, on a listener that serves nothing else.</summary>
public static class TelemetryRegistration
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services)
    {
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddPrometheusExporter(exporter =>
            {
                // A scrape shows what is, not what was 300 ms ago: only Prometheus asks here.
                exporter.ScrapeResponseCacheDurationMilliseconds = 0;
                exporter.TargetInfoEnabled = false;
            }));
        services.ConfigureOpenTelemetryMeterProvider(static (provider, metrics) =>
        {
            if (provider.GetRequiredService<IOptionsMonitor<MetricsOptions>>().CurrentValue.Enabled)
            {
                var views = ActivatorUtilities.CreateInstance<InstrumentViews>(provider);
                metrics.AddMeter(MetricNames.MeterPrefix + "*").AddView(views.ViewOf);
            }
        });
        return services;
    }

    /// <summary>
    /// Makes an endpoint of Kestrel the metrics listener. The mark is on the connection, so that neither a Host header nor a
    /// port picked at start matters.
    /// </summary>
    public static ListenOptions ServeMetricsOnly(this ListenOptions listener)
    {
        listener.Use(next => connection =>
        {
            connection.Features.Set(MetricsListenerFeature.Instance);
            return next(connection);
        });
        return listener;
    }

    /// <summary>
    /// Answers everything that comes in through the metrics listener: the scrape, else 404. Runs before anything that may answer or
    /// forward.
    /// </summary>
    public static WebApplication UseTelemetry(this WebApplication app)
    {
        var path = app.Services.GetRequiredService<IOptionsMonitor<MetricsOptions>>().CurrentValue.Path;
        app.MapWhen(
            static context => context.Features.Get<MetricsListenerFeature>() is not null,
            branch =>
            {
                branch.UseOpenTelemetryPrometheusScrapingEndpoint(context =>
                    HttpMethods.IsGet(context.Request.Method) && context.Request.Path.Equals(path, StringComparison.Ordinal));
                branch.Run(static context =>
                {
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    return Task.CompletedTask;
                });
            });
        return app;
    }
}
