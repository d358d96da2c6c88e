using Microsoft.Extensions.Options;

namespace Gateway.Host.Configuration;

/// <summary>
/// The only source of the running configuration. The stock file provider empties itself on a broken file; this one holds the last
/// reading that passed validation and swaps it whole, so that nobody who reads configuration, YARP included, ever sees a bad one. The stock
/// options monitor, which forgets the old value before it asks for a new one, asks here as well.
/// </summary>
internal sealed class LastGoodConfigurationProvider : ConfigurationProvider, IConfigurationSource, IOptionsFactory<GatewayOptions>
{
    private volatile ConfigurationReading _running;

    public LastGoodConfigurationProvider(ConfigurationReading first)
    {
        _running = first;
        Data = ToData(first);
    }

    public ConfigurationReading Running => _running;

    /// <summary>Takes the reading over if it is good. Else says what is wrong with it, and all stays as it is.</summary>
    public IReadOnlyList<ConfigurationMistake> Offer(ConfigurationReading reading)
    {
        if (!reading.IsValid)
        {
            return reading.Mistakes;
        }

        if (reading.Routes == 0 && _running.Routes > 0)
        {
            return [new(ProxySectionValidator.RoutesKey, "must keep at least one route while the gateway runs", "has none left")];
        }

        _running = reading;
        Data = ToData(reading);
        OnReload();
        return [];
    }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public GatewayOptions Create(string name) => _running.Options;

    private static Dictionary<string, string?> ToData(ConfigurationReading reading) =>
        new(reading.Settings, StringComparer.OrdinalIgnoreCase);
}
