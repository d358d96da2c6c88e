using Microsoft.Extensions.Options;

namespace Gateway.Tests.Doubles;

/// <summary>Options that change only when a test says so.</summary>
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

    public void Set(GatewayOptions value)
    {
        CurrentValue = value;
        _listener?.Invoke(value, null);
    }
}
