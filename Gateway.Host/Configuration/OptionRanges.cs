using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Gateway.Host.Configuration;

/// <summary>Judges options by their attributes. The validator is generated; the property that it names becomes the key.</summary>
[OptionsValidator]
internal sealed partial class OptionRanges : IValidateOptions<GatewayOptions>
{
    public static void Check(GatewayOptions options, IReadOnlyDictionary<string, string?> settings, MistakeList mistakes)
    {
        foreach (var failure in new OptionRanges().Validate(GatewayOptions.Section, options).Failures ?? [])
        {
            var match = Failure().Match(failure);
            var key = string.Join(':', match.Groups["path"].Value.Split('.', '[', ']').Where(part => part.Length > 0));
            var found = settings.TryGetValue(key, out var value) ? value : "absent";
            mistakes.AddOnce(key, ZeroDecimals().Replace(match.Groups["rule"].Value, ""), found);
        }
    }

    // "Port: The field Gateway.Server.Port must be between 0 and 65535.", "Path: The Gateway.Metrics.Path field is required."
    [GeneratedRegex(@"^\w+: The (field )?(?<path>\S+) (field )?(?<rule>.*)\.$")]
    private static partial Regex Failure();

    // A time span's own text has seven decimals; no range needs more than three.
    [GeneratedRegex(@"(?<=:\d\d\.\d{3})0000\b")]
    private static partial Regex ZeroDecimals();
}
