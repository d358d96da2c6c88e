namespace Gateway.Modules.Clustering.Kinds;

/// <summary>
/// What a status alone says about the meaning, as relative weights in the order of <see cref="ErrorKind"/>. A server error without a
/// word for load gives load-like kinds little: taken for one of them, an error would be shaped where it should be refused.
/// </summary>
internal static class KindPriors
{
    public const int Kinds = (int)ErrorKind.DataConflict + 1;

    //                                            Unknown Overload DepDown Defect Caller Quota Content Resource Conflict
    private static readonly double[] Transport = [0.6, 0.2, 3.0, 0.05, 0.05, 0.05, 0.02, 0.05, 0.05];
    private static readonly double[] Timeout = [1.0, 0.5, 2.0, 0.1, 0.05, 0.05, 0.02, 0.1, 0.3];
    private static readonly double[] ServerError = [1.0, 0.25, 1.0, 1.2, 0.3, 0.15, 0.1, 0.4, 1.0];
    private static readonly double[] BadGateway = [1.0, 0.2, 2.0, 0.4, 0.1, 0.1, 0.05, 0.2, 0.3];
    private static readonly double[] Unavailable = [1.0, 2.0, 1.5, 0.3, 0.1, 0.4, 0.05, 0.6, 0.3];
    private static readonly double[] GatewayTimeout = [1.0, 0.3, 2.0, 0.2, 0.1, 0.1, 0.05, 0.2, 0.6];
    private static readonly double[] Overloaded = [0.6, 3.0, 0.5, 0.1, 0.1, 0.5, 0.05, 0.3, 0.1];
    private static readonly double[] Storage = [0.6, 0.1, 0.2, 0.1, 0.1, 0.3, 0.05, 3.0, 0.1];
    private static readonly double[] TooManyRequests = [0.5, 1.0, 0.1, 0.05, 0.1, 3.0, 0.05, 0.2, 0.1];
    private static readonly double[] Conflict = [0.8, 0.05, 0.05, 0.1, 0.8, 0.05, 0.05, 0.05, 2.0];
    private static readonly double[] Legal = [0.8, 0.02, 0.02, 0.02, 1.0, 0.05, 2.0, 0.02, 0.05];
    private static readonly double[] Refused = [0.6, 0.05, 0.05, 0.1, 3.0, 0.5, 0.5, 0.05, 0.1];
    private static readonly double[] BadRequest = [0.6, 0.05, 0.05, 0.2, 2.0, 0.3, 0.6, 0.1, 0.4];
    private static readonly double[] RequestTimeout = [1.0, 0.4, 1.0, 0.1, 0.6, 0.1, 0.02, 0.1, 0.2];

    /// <param name="guardKey">See <see cref="MaskedError.GuardKey"/>.</param>
    public static ReadOnlySpan<double> Of(string guardKey, int status) => guardKey switch
    {
        GuardKeys.Transport => Transport,
        GuardKeys.Timeout => Timeout,
        _ => status switch
        {
            408 => RequestTimeout,
            409 or 412 or 423 => Conflict,
            429 => TooManyRequests,
            451 => Legal,
            401 or 402 or 403 or 404 or 405 => Refused,
            >= 400 and < 500 => BadRequest,
            502 => BadGateway,
            503 => Unavailable,
            504 => GatewayTimeout,
            507 => Storage,
            529 => Overloaded,
            _ => ServerError,
        },
    };
}
