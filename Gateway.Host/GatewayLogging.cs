using Gateway.Host.Configuration;
using Serilog;
using Serilog.Events;
using Serilog.Filters;

namespace Gateway.Host;

/// <summary>Logs to the console: text for a person at a terminal, one JSON object a line for everything else.</summary>
internal static class GatewayLogging
{
    private const int StartFailureEventId = 11;
    private const string Template = "{Timestamp:HH:mm:ss} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}";

    public static void AddTo(WebApplicationBuilder builder)
    {
        var levels = LogLevels.Read(builder.Configuration, new MistakeList());
        builder.Services.AddSerilog(logger =>
        {
            logger.MinimumLevel.Is(levels[LogLevels.DefaultCategory]).Enrich.FromLogContext().Filter.ByExcluding(IsStartFailure);
            foreach (var (category, level) in levels.Where(l => l.Key != LogLevels.DefaultCategory))
            {
                logger.MinimumLevel.Override(category, level);
            }

            if (Console.IsOutputRedirected)
            {
                logger.WriteTo.Console(new JsonLineFormatter());
            }
            else
            {
                logger.WriteTo.Console(outputTemplate: Template, formatProvider: System.Globalization.CultureInfo.InvariantCulture);
            }
        });
    }

    // The host logs a failed start with its stack trace and throws it as well; GatewayRun says it in one line.
    private static bool IsStartFailure(LogEvent entry) =>
        Matching.FromSource("Microsoft.Extensions.Hosting.Internal.Host")(entry)
        && entry.Properties.TryGetValue("EventId", out var id)
        && id is StructureValue { Properties: var parts }
        && parts.Any(p => p.Name == "Id" && p.Value is ScalarValue { Value: StartFailureEventId });
}
