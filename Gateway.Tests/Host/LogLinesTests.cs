using Gateway.Host;
using Microsoft.Extensions.Time.Testing;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace Gateway.Tests.Host;

public sealed class LogLinesTests
{
    private FakeTimeProvider _time = null!;
    private LogLines _lines = null!;

    [SetUp]
    public void SetUp()
    {
        _time = new FakeTimeProvider();
        _lines = new LogLines(_time);
    }

    [Test]
    public void IsEnabled_SameWarningOfAFramework_PassesOnceInTenSecondsAndCountsTheRest()
    {
        Assert.That(_lines.IsEnabled(Line("Microsoft.AspNetCore.Server.Kestrel", LogEventLevel.Warning, "bad request")), Is.True);
        Assert.That(_lines.IsEnabled(Line("Microsoft.AspNetCore.Server.Kestrel", LogEventLevel.Warning, "bad request")), Is.False);
        Assert.That(_lines.IsEnabled(Line("Microsoft.AspNetCore.Server.Kestrel", LogEventLevel.Error, "bad request")), Is.False);
        _time.Advance(TimeSpan.FromSeconds(10));
        var later = Line("Microsoft.AspNetCore.Server.Kestrel", LogEventLevel.Warning, "bad request");
        Assert.That(_lines.IsEnabled(later), Is.True);
        Assert.That(later.Properties["LeftOut"].ToString(), Is.EqualTo("2"));
    }

    [TestCase("Yarp.ReverseProxy.Forwarder", "another kind")]
    [TestCase("System.Net.Http", "bad request")]
    public void IsEnabled_OtherSourceOrKind_HasItsOwnPlace(string source, string text)
    {
        _lines.IsEnabled(Line("Yarp.ReverseProxy.Forwarder", LogEventLevel.Warning, "bad request"));
        Assert.That(_lines.IsEnabled(Line(source, LogEventLevel.Warning, text)), Is.True);
    }

    [TestCase("Gateway.Modules.Policies.PolicyEngine", LogEventLevel.Error)]
    [TestCase("Microsoft.Hosting.Lifetime", LogEventLevel.Information)]
    public void IsEnabled_OurOwnOrBelowWarning_AlwaysPasses(string source, LogEventLevel level)
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.That(_lines.IsEnabled(Line(source, level, "text")), Is.True);
        }
    }

    [Test]
    public void Enrich_PathOfARequest_BecomesItsTemplate()
    {
        var line = Line("x", LogEventLevel.Warning, "text", new LogEventProperty("RequestPath", new ScalarValue("/users/17/orders")));
        _lines.Enrich(line, new Properties());
        Assert.That(line.Properties["RequestPath"].ToString(), Is.EqualTo("\"/users/{int}/orders\""));
    }

    private static LogEvent Line(string source, LogEventLevel level, string text, params LogEventProperty[] properties) => new(
        DateTimeOffset.UnixEpoch,
        level,
        null,
        new MessageTemplateParser().Parse(text),
        [new LogEventProperty(Constants.SourceContextPropertyName, new ScalarValue(source)), .. properties]);

    private sealed class Properties : ILogEventPropertyFactory
    {
        public LogEventProperty CreateProperty(string name, object? value, bool destructureObjects = false) =>
            new(name, new ScalarValue(value));
    }
}
