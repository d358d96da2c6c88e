using System.Text;
using Gateway.Modules.Proxy.Forwarding.ErrorsInBody;
using Gateway.Modules.Shared.Bodies;
using Gateway.Tests.ErrorText;
using Gateway.Tests.Proxy.Forwarding.ErrorsInBody;

namespace Gateway.Tests.Shared.Bodies;

/// <summary>What the proxy takes for an error event is what is read as one later.</summary>
public sealed class ErrorEventsTests
{
    [TestCase("error", true)]
    [TestCase("response.failed", true)]
    [TestCase("error_rate", false)]
    [TestCase("tool_error", false)]
    [TestCase("message", false)]
    [TestCase("Error", false)]
    public void IsError_Name_IsOneForProxyAndExtraction(string name, bool expected)
    {
        var body = $"event: {name}\ndata: went away\n\n";
        var finder = new EventStreamErrorFinder(BodyRules.Usual, 1024);
        finder.Append(Encoding.UTF8.GetBytes(body));
        using var found = finder.TakeError();

        Assert.That((ErrorEvents.IsError(name), ErrorEvents.IsError(Encoding.UTF8.GetBytes(name))), Is.EqualTo((expected, expected)));
        Assert.That(found is not null, Is.EqualTo(expected));
        Assert.That(ErrorTexts.Of(body, 200, "text/event-stream").Masked == "went away", Is.EqualTo(expected));
    }
}
