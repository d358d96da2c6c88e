using Serilog.Events;

namespace Gateway.Host.Configuration;

/// <summary>The standard <c>Logging:LogLevel</c> section: least level per category, <c>Default</c> for the rest. Read at start.</summary>
internal static class LogLevels
{
    public const string Section = "Logging:LogLevel";
    public const string DefaultCategory = "Default";

    /// <summary>Category to level, on top of what suits a gateway: its own transitions, and of the frameworks only what is wrong.</summary>
    public static IReadOnlyDictionary<string, LogEventLevel> Read(IConfiguration configuration, MistakeList mistakes)
    {
        var levels = new Dictionary<string, LogEventLevel>(StringComparer.OrdinalIgnoreCase)
        {
            [DefaultCategory] = LogEventLevel.Information,
            ["Microsoft"] = LogEventLevel.Warning,
            // Warns at every start that its keys, which only affinity cookies use, are not encrypted.
            ["Microsoft.AspNetCore.DataProtection"] = LogEventLevel.Error,
            ["System"] = LogEventLevel.Warning,
            ["Yarp"] = LogEventLevel.Warning,
            // Says with a stack, for every request that fails, what the gateway itself says in one line for all of them.
            ["Yarp.ReverseProxy.Forwarder.HttpForwarder"] = LogEventLevel.Fatal + 1,
        };
        foreach (var section in configuration.GetSection(Section).GetChildren())
        {
            if (OptionText.TryRead(typeof(LogLevel), section.Value ?? "", out var level, out var rule))
            {
                levels[section.Key] = ToSerilog((LogLevel)level!);
            }
            else
            {
                mistakes.Add(section.Path, rule, section.Value);
            }
        }

        return levels;
    }

    private static LogEventLevel ToSerilog(LogLevel level) => level switch
    {
        LogLevel.Trace => LogEventLevel.Verbose,
        LogLevel.Debug => LogEventLevel.Debug,
        LogLevel.Information => LogEventLevel.Information,
        LogLevel.Warning => LogEventLevel.Warning,
        LogLevel.Error => LogEventLevel.Error,
        LogLevel.Critical => LogEventLevel.Fatal,
        _ => LogEventLevel.Fatal + 1,
    };
}
