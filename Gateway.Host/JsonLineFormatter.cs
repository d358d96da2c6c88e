using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;
using Serilog.Formatting.Json;

namespace Gateway.Host;

/// <summary>
/// One JSON object a line with the names of Serilog's compact format: <c>@t</c> time, <c>@l</c> level unless Information, <c>@m</c>
/// message, <c>@x</c> exception, then the properties. The stock formatter puts quotes around every text inside the message.
/// </summary>
internal sealed class JsonLineFormatter : ITextFormatter
{
    private readonly MessageTemplateTextFormatter _message = new("{Message:lj}", CultureInfo.InvariantCulture);
    private readonly JsonValueFormatter _values = new(typeTagName: "$type");

    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write("{\"@t\":\"");
        output.Write(logEvent.Timestamp.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        output.Write('"');
        if (logEvent.Level != LogEventLevel.Information)
        {
            WriteText(output, "@l", logEvent.Level.ToString());
        }

        using var message = new StringWriter(CultureInfo.InvariantCulture);
        _message.Format(logEvent, message);
        WriteText(output, "@m", message.ToString());
        if (logEvent.Exception is not null)
        {
            WriteText(output, "@x", logEvent.Exception.ToString());
        }

        foreach (var (name, value) in logEvent.Properties)
        {
            output.Write(',');
            JsonValueFormatter.WriteQuotedJsonString(name.StartsWith('@') ? "@" + name : name, output);
            output.Write(':');
            _values.Format(value, output);
        }

        output.WriteLine('}');
    }

    private static void WriteText(TextWriter output, string name, string value)
    {
        output.Write(",\"");
        output.Write(name);
        output.Write("\":");
        JsonValueFormatter.WriteQuotedJsonString(value, output);
    }
}
