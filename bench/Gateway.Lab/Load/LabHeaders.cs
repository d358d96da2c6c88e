namespace Gateway.Lab.Load;

/// <summary>What the generator tells the upstream about a request. Never whether it is to fail.</summary>
internal static class LabHeaders
{
    /// <summary>The request's number, unique in the run.</summary>
    public const string RequestId = "X-Lab-Request-Id";

    /// <summary>When it was decided to be sent, milliseconds of the run.</summary>
    public const string At = "X-Lab-At";

    /// <summary>The index of its traffic item.</summary>
    public const string Item = "X-Lab-Item";

    /// <summary>On an answer: the upstream that gave it, which is another than the route's where a fallback stepped in.</summary>
    public const string ServedBy = "X-Lab-Served-By";

    public const string HoldOut = "X-Gateway-Hold-Out";
}
