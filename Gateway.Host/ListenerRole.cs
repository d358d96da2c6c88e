namespace Gateway.Host;

/// <summary>What a listener is for.</summary>
internal enum ListenerRole
{
    Proxy,
    Http2,
    Admin,
    Metrics,
}
