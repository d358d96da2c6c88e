using Gateway.Host.Configuration;


namespace Gateway.Tests.Host;

public sealed class ConfigurationFileTests
{
    private static readonly Dictionary<string, string?> NoVariables = [];

    [Test]
    public void Find_FileInAnAncestor_IsFound()
    {
        using var folder = new ConfigurationFolder("{}");
        var below = Directory.CreateDirectory(Path.Combine(folder.Path, "a", "b")).FullName;
        var file = ConfigurationFile.Find(null, NoVariables, below);
        Assert.That(file!.Path, Is.EqualTo(folder.FilePath));
        Assert.That(file.Folder, Is.EqualTo(folder.Path));
    }

    [Test]
    public void Find_SeveralStarts_FirstThatLeadsToOneWins()
    {
        using var first = new ConfigurationFolder();
        using var second = new ConfigurationFolder("{}");
        Assert.That(ConfigurationFile.Find(null, NoVariables, first.Path, second.Path)!.Path, Is.EqualTo(second.FilePath));
        Assert.That(ConfigurationFile.Find(null, NoVariables, first.Path), Is.Null);
    }

    [Test]
    public void Find_Named_BeatsVariableAndSearch()
    {
        using var folder = new ConfigurationFolder("{}");
        var variables = new Dictionary<string, string?> { [ConfigurationFile.PathVariable] = "/variable.json" };
        Assert.That(ConfigurationFile.Find("/named.json", variables, folder.Path)!.Path, Is.EqualTo("/named.json"));
        Assert.That(ConfigurationFile.Find(null, variables, folder.Path)!.Path, Is.EqualTo("/variable.json"));
    }
}
