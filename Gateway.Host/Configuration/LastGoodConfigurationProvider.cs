namespace Gateway.Host.Configuration;

/// <summary>
/// The only source of the running configuration. The stock file provider empties itself on a broken file; this one holds the last
/// reading that passed validation and swaps it whole, so that nobody who reads configuration, YARP included, ever sees a bad one.
/// </summary>
internal sealed class LastGoodConfigurationProvider : ConfigurationProvider, IConfigurationSource
{
    private volatile ConfigurationReading _running;

    public LastGoodConfigurationProvider(ConfigurationReading first)
    {
        _running = first;
        Data = ToData(first);
    }

    /// <summary>Raised after a swap, with the options before and after.</summary>
    public event Action<GatewayOptions, GatewayOptions>? Swapped;

    public ConfigurationReading Running => _running;

    /// <summary>Takes the reading over if it is good. Else says what is wrong with it, and all stays as it is.</summary>
    public IReadOnlyList<ConfigurationMistake> Offer(ConfigurationReading reading)
    {
        var before = _running;
        if (!reading.IsValid)
        {
            return reading.Mistakes;
        }

        if (reading.Routes == 0 && before.Routes > 0)
        {
            return [new($"{ProxySectionValidator.Section}:Routes", "must keep at least one route while the gateway runs", "has none left")];
        }

        _running = reading;
        Data = ToData(reading);
        try
        {
            OnReload();
        }
        finally
        {
            Swapped?.Invoke(before.Options, reading.Options);
        }

        return [];
    }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    private static Dictionary<string, string?> ToData(ConfigurationReading reading) => new(reading.Settings, StringComparer.OrdinalIgnoreCase);
}
