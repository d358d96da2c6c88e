using Gateway.Modules.Shared.Requests;
using Gateway.Modules.Shared.Running;
using Serilog.Core;
using Serilog.Events;

namespace Gateway.Host;

/// <summary>
/// What frameworks may say: warnings that each request can cause pass once per kind and some seconds, and the path that they attach to
/// every line of a request is its template.
/// </summary>
internal sealed class LogLines(TimeProvider time) : ILogEventFilter, ILogEventEnricher
{
    private const string PathProperty = "RequestPath";
    private static readonly string[] Frameworks = ["Microsoft.", "System.", "Yarp."];
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly LineLimit _lines = new(time, Interval);

    public bool IsEnabled(LogEvent logEvent)
    {
        var source = TextOf(logEvent, Constants.SourceContextPropertyName) ?? "";
        if (logEvent.Level < LogEventLevel.Warning || !Array.Exists(Frameworks, f => source.StartsWith(f, StringComparison.Ordinal)))
        {
            return true;
        }

        var passes = _lines.TryPass($"{source} {logEvent.MessageTemplate.Text}", out var left);
        if (left > 0)
        {
            logEvent.AddOrUpdateProperty(new LogEventProperty("LeftOut", new ScalarValue(left)));
        }

        return passes;
    }

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        if (TextOf(logEvent, PathProperty) is { } path)
        {
            logEvent.AddOrUpdateProperty(new LogEventProperty(PathProperty, new ScalarValue(PathTemplate.Of(path))));
        }
    }

    private static string? TextOf(LogEvent logEvent, string name) =>
        logEvent.Properties.TryGetValue(name, out var value) && value is ScalarValue { Value: string text } ? text : null;
}
