namespace Gateway.Modules.Contracts;

/// <summary>What became of one request. A client abort is nobody's failure.</summary>
public enum RequestOutcome
{
    Success,
    UpstreamError,
    TransportError,
    Timeout,
    ClientAborted,
    Refused,
}
