using Gateway.Modules.Shared.Options;
using Gateway.Modules.Shared.Running;
using Microsoft.Extensions.Options;

namespace Gateway.Host.Configuration;

/// <summary>What the program starts with: arguments, file and the first reading.</summary>
internal sealed record StartConfiguration(
    HostArguments Arguments, ConfigurationReader Reader, ConfigurationReading Reading, ContentRoot Root)
{
    public GatewayOptions Options => Reading.Options;

    public string Source => Reader.File?.Path ?? "defaults, environment and command line";

    public static async Task<StartConfiguration> LoadAsync(string[] args)
    {
        var mistakes = new MistakeList();
        var arguments = HostArguments.Parse(args, mistakes);
        var environment = EnvironmentSettings.ReadProcess();
        var file = ConfigurationFile.Find(arguments.ConfigPath, environment, Environment.CurrentDirectory, AppContext.BaseDirectory);
        var reader = new ConfigurationReader(file, environment, arguments.Settings);
        var reading = await reader.ReadAsync();
        return new(
            arguments,
            reader,
            reading with { Mistakes = [.. mistakes, .. reading.Mistakes] },
            new ContentRoot(file?.Folder ?? AppContext.BaseDirectory));
    }

    /// <summary>Writes every mistake on a line of its own. Returns the exit status.</summary>
    public int Refuse(Action<string> writeLine)
    {
        writeLine($"The gateway does not start: {Reading.Mistakes.Length} mistake(s) in the configuration ({Source})");
        foreach (var mistake in Reading.Mistakes)
        {
            writeLine($"  {mistake}");
        }

        return 1;
    }

    /// <summary>Makes this configuration the running one, reloaded as long as it stays good.</summary>
    public void AddTo(WebApplicationBuilder builder)
    {
        var provider = new LastGoodConfigurationProvider(Reading);
        ((IConfigurationBuilder)builder.Configuration).Add(provider);
        builder.Services
            .AddSingleton(Reader)
            .AddSingleton(provider)
            .AddSingleton(Root)
            .AddSingleton<IOptionsFactory<GatewayOptions>>(provider)
            .AddSingleton<IOptionsChangeTokenSource<GatewayOptions>>(
                new ConfigurationChangeTokenSource<GatewayOptions>(builder.Configuration))
            .AddOptionSections()
            .AddWorker<ConfigurationReloadWorker>("reload");
    }
}
