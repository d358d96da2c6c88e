using System.Globalization;

namespace Gateway.Modules.Shared.Grpc;

/// <summary>The status codes of gRPC, by number.</summary>
internal static class GrpcStatusCode
{
    /// <summary>Stands for an answer that is not gRPC, or that ended without a status.</summary>
    public const int None = -1;

    public const int ResourceExhausted = 8;
    public const int Unavailable = 14;

    private static readonly string[] Names =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
        "UNAUTHENTICATED",
    ];

    public static string NameOf(int status) =>
        status < Names.Length ? Names[status] : string.Create(CultureInfo.InvariantCulture, $"gRPC status {status}");

    /// <summary>The status in a header's value; <see cref="None"/> where there is none.</summary>
    public static int Parse(ReadOnlySpan<char> value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : None;

    /// <summary>
    /// UNKNOWN, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, INTERNAL, UNAVAILABLE and DATA_LOSS. The others say what the caller asked for.
    /// </summary>
    public static bool IsError(int status) => status is 2 or 4 or 8 or 13 or 14 or 15;
}
