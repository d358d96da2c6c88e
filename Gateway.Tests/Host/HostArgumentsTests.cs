using Gateway.Host.Configuration;


namespace Gateway.Tests.Host;

public sealed class HostArgumentsTests
{
    [Test]
    public void Parse_ConfigAndSettings_AreToldApart()
    {
        var arguments = Parse(["--config", "x.json", "--Gateway:Server:Port=0", "--Gateway:Metrics:Path", "/m"], []);
        Assert.That(arguments.ConfigPath, Is.EqualTo("x.json"));
        Assert.That(arguments.AsksForHealth, Is.False);
        Assert.That(arguments.Settings,
            Is.EquivalentTo(new Dictionary<string, string?> { ["Gateway:Server:Port"] = "0", ["Gateway:Metrics:Path"] = "/m" }));
    }

    [Test]
    public void Parse_ValueWithEqualsSign_IsKeptWhole() =>
        Assert.That(Parse(["--A:B=c=d"], []).Settings["A:B"], Is.EqualTo("c=d"));

    [Test]
    public void Parse_HealthWithUrl_AsksThere()
    {
        var arguments = Parse(["health", "http://127.0.0.1:1/health", "--config=x.json"], []);
        Assert.That(arguments.AsksForHealth, Is.True);
        Assert.That(arguments.HealthUrl, Is.EqualTo(new Uri("http://127.0.0.1:1/health")));
        Assert.That(arguments.ConfigPath, Is.EqualTo("x.json"));
    }

    [Test]
    public void Parse_HealthAlone_AsksTheConfiguredPort()
    {
        var arguments = Parse(["health"], []);
        Assert.That(arguments.AsksForHealth, Is.True);
        Assert.That(arguments.HealthUrl, Is.Null);
    }

    [Test]
    public void Parse_NonsenseAmongArguments_NamesEach() =>
        Parse(["serve", "--port=1", "--Gateway:Server:Port", "--=x"], ["serve", "--port=1", "--Gateway:Server:Port", "--=x"]);

    private static HostArguments Parse(string[] args, string[] mistaken)
    {
        var mistakes = new MistakeList();
        var arguments = HostArguments.Parse(args, mistakes);
        Assert.That(mistakes.Select(m => m.Key), Is.EqualTo(mistaken));
        return arguments;
    }
}
