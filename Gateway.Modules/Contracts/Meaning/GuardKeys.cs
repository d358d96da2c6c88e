namespace Gateway.Modules.Contracts.Meaning;

/// <summary>The class of an answer: errors of different classes never share a cluster, whatever their wording.</summary>
internal static class GuardKeys
{
    public const string CallerError = "4xx";
    public const string ServerError = "5xx";
    public const string Transport = "transport";
    public const string Timeout = "timeout";
    public const string Grpc = "grpc";

    /// <summary>An error inside an answer whose status says nothing of it.</summary>
    public const string Body = "body";

    /// <summary>A good answer that came too late.</summary>
    public const string Slow = "slow";

    public static string Of(in ErrorResponse response) => response.Outcome switch
    {
        RequestOutcome.Slow => Slow,
        RequestOutcome.TransportError => Transport,
        RequestOutcome.Timeout => Timeout,
        _ when response.Status < 400 && response.GrpcStatus is > 0 => Grpc,
        _ when response.Status is >= 200 and < 400 => Body,
        _ when OutcomeMeanings.IsCallerError(response.Status) => CallerError,
        _ => ServerError,
    };
}
