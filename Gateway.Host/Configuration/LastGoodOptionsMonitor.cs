using Microsoft.Extensions.Options;

namespace Gateway.Host.Configuration;

/// <summary>
/// Shows the options of the running configuration. The stock monitor forgets the old value before it validates the new one.
/// </summary>
internal sealed class LastGoodOptionsMonitor(LastGoodConfigurationProvider provider) : IOptionsMonitor<GatewayOptions>
{
    public GatewayOptions CurrentValue => provider.Running.Options;

    public GatewayOptions Get(string? name) => CurrentValue;

    public IDisposable OnChange(Action<GatewayOptions, string?> listener) => new Subscription(provider, listener);

    private sealed class Subscription : IDisposable
    {
        private readonly LastGoodConfigurationProvider _provider;
        private readonly Action<GatewayOptions, string?> _listener;

        public Subscription(LastGoodConfigurationProvider provider, Action<GatewayOptions, string?> listener)
        {
            (_provider, _listener) = (provider, listener);
            provider.Swapped += Notify;
        }

        public void Dispose() => _provider.Swapped -= Notify;

        private void Notify(GatewayOptions before, GatewayOptions after) => _listener(after, null);
    }
}
