using System.Globalization;
using System.Text;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Filters;

namespace Gateway.Host;

/// <summary>Logs to the console: text for a person at a terminal, one JSON object a line for everything else.</summary>
internal static class GatewayLogging
{
    private const int StartFailureEventId = 11;
    private const string Template = "{Timestamp:HH:mm:ss} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}";

    public static void AddTo(WebApplicationBuilder builder, ConsoleQueue console)
    {
        builder.Services.AddSingleton(console).AddSingleton<IOperatorConsole>(console).AddHostedService<ConsoleMetrics>();
        AddLevels(builder.Logging, builder.Configuration.GetSection("Logging"));
        var lines = new LogLines(TimeProvider.System);
        var logger = new LoggerConfiguration().MinimumLevel.Verbose().Enrich.FromLogContext().Enrich.With(lines)
            .Filter.ByExcluding(IsStartFailure).Filter.With(lines)
            .WriteTo.Sink(new Forwarding(console)).CreateLogger();
        // Not by AddSerilog, which lets everything past the filters.
        builder.Logging.AddProvider(new SerilogLoggerProvider(logger, dispose: true));
    }

    /// <summary>Writes one event at a time: to a terminal in colours, to everything else as JSON.</summary>
    public static Action<LogEvent> WriterTo(Stream output)
    {
        if (!Console.IsOutputRedirected)
        {
            return new LoggerConfiguration().MinimumLevel.Verbose()
                .WriteTo.Console(outputTemplate: Template, formatProvider: CultureInfo.InvariantCulture)
                .CreateLogger().Write;
        }

        var formatter = new JsonLineFormatter();
        return logEvent =>
        {
            using var line = new StringWriter(CultureInfo.InvariantCulture);
            formatter.Format(logEvent, line);
            output.Write(Encoding.UTF8.GetBytes(line.ToString()));
        };
    }

    // What suits a gateway: its own transitions, and of the frameworks only what is wrong. The configuration may say otherwise.
    private static void AddLevels(ILoggingBuilder logging, IConfigurationSection section) => logging
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning)
        // Warns at every start that its keys, which only affinity cookies use, are not encrypted.
        .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
        .AddFilter("System", LogLevel.Warning)
        .AddFilter("Yarp", LogLevel.Warning)
        // Says with a stack, for every request that fails, what the gateway itself says in one line for all of them.
        .AddFilter("Yarp.ReverseProxy.Forwarder.HttpForwarder", LogLevel.None)
        .AddConfiguration(section);

    // The host logs a failed start with its stack trace and throws it as well; GatewayRun says it in one line.
    private static bool IsStartFailure(LogEvent entry) =>
        Matching.FromSource("Microsoft.Extensions.Hosting.Internal.Host")(entry)
        && entry.Properties.TryGetValue("EventId", out var id)
        && id is StructureValue { Properties: var parts }
        && parts.Any(p => p.Name == "Id" && p.Value is ScalarValue { Value: StartFailureEventId });

    // The queue outlives the logger, which disposes of its sinks: the last lines are written after it.
    private sealed class Forwarding(ConsoleQueue console) : ILogEventSink
    {
        public void Emit(LogEvent logEvent) => console.Emit(logEvent);
    }
}
