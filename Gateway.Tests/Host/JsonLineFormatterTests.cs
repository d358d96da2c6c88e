using System.Text.Json;
using Gateway.Host;
using Serilog.Events;
using Serilog.Parsing;

namespace Gateway.Tests.Host;

public sealed class JsonLineFormatterTests
{
    [Test]
    public void Format_EntryWithTextAndException_IsOneLineOfJson()
    {
        var template = new MessageTemplateParser().Parse("Proxy listening on {Address} with {Count}");
        var entry = new LogEvent(
            DateTimeOffset.UnixEpoch,
            LogEventLevel.Warning,
            new InvalidOperationException("two\nlines"),
            template,
            [new("Address", new ScalarValue("http://[::]:1 \"quoted\"")), new("Count", new ScalarValue(2))]);
        using var output = new StringWriter();
        new JsonLineFormatter().Format(entry, output);

        Assert.That(output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1));
        using var line = JsonDocument.Parse(output.ToString());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(line.RootElement.GetProperty("@t").GetString(), Is.EqualTo("1970-01-01T00:00:00.0000000Z"));
            Assert.That(line.RootElement.GetProperty("@l").GetString(), Is.EqualTo("Warning"));
            Assert.That(line.RootElement.GetProperty("@m").GetString(), Is.EqualTo("Proxy listening on http://[::]:1 \"quoted\" with 2"));
            Assert.That(line.RootElement.GetProperty("@x").GetString(), Does.Contain("two\nlines"));
            Assert.That(line.RootElement.GetProperty("Count").GetInt32(), Is.EqualTo(2));
        }
    }
}
