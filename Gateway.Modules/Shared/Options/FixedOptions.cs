using Microsoft.Extensions.Options;

namespace Gateway.Modules.Shared.Options;

/// <summary>Options that change only when somebody says so.</summary>
internal sealed class FixedOptions(GatewayOptions value) : IOptionsMonitor<GatewayOptions>
{
    private Action<GatewayOptions, string?>? _listener;

    public FixedOptions()
        : this(new GatewayOptions())
    {
    }

    public GatewayOptions CurrentValue { get; private set; } = value;

    public GatewayOptions Get(string? name) => CurrentValue;

    public IDisposable? OnChange(Action<GatewayOptions, string?> listener)
    {
        _listener += listener;
        return null;
    }

    /// <summary>A monitor of one section.</summary>
    public IOptionsMonitor<T> Section<T>()
        where T : class => new SectionMonitor<T>(this);

    public void Set(GatewayOptions value)
    {
        CurrentValue = value;
        _listener?.Invoke(value, null);
    }
}
