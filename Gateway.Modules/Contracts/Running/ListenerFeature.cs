namespace Gateway.Modules.Contracts;

/// <summary>What a listener is for.</summary>
public enum ListenerRole
{
    Proxy,
    Http2,
    Admin,
    Metrics,
}

/// <summary>
/// Says by which of the gateway's own listeners a connection came; a feature of the connection, so <c>HttpContext.Features</c> shows it
/// too. Neither the Host header nor a port 0 in the configuration can blur it. Absent on endpoints of <c>Kestrel:Endpoints</c>.
/// </summary>
public sealed record ListenerFeature(ListenerRole Role);
