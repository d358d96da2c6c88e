using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Proxy.Gate;

/// <summary>
/// Starts as the setting says. A reload counts only when it changes the setting: one that touches something else does not undo
/// what an operator has switched.
/// </summary>
internal sealed class KillSwitch : IKillSwitch, IDisposable
{
    private readonly ILogger<KillSwitch> _logger;
    private readonly IDisposable? _subscription;
    private readonly Lock _lock = new();
    private bool _setting;
    private volatile bool _on;

    public KillSwitch(IOptionsMonitor<PoliciesOptions> options, ILogger<KillSwitch> logger)
    {
        _logger = logger;
        _setting = _on = options.CurrentValue.KillSwitch;
        _subscription = options.OnChange(o => Reload(o.KillSwitch));
    }

    public bool IsOn => _on;

    public void Set(bool on)
    {
        lock (_lock)
        {
            Set_NeedsLock(on);
        }
    }

    public void Dispose() => _subscription?.Dispose();

    private void Reload(bool setting)
    {
        lock (_lock)
        {
            if (setting != _setting)
            {
                _setting = setting;
                Set_NeedsLock(setting);
            }
        }
    }

    private void Set_NeedsLock(bool on)
    {
        if (on != _on)
        {
            _on = on;
            GateLog.KillSwitchChanged(_logger, on);
        }
    }
}
