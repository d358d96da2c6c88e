using Microsoft.Net.Http.Headers;

namespace Gateway.Modules.Shared.Bodies;

/// <summary>
/// What a <c>Content-Type</c> says (RFC 9110, section 8.3). Those questions that every request is asked look at the text first, and read
/// the
/// header only where the answer may be yes: for others, and for the commonest forms, they allocate nothing.
/// </summary>
internal static class MediaTypes
{
    public const string Json = "application/json";
    public const string PlainText = "text/plain";
    public const string EventStream = "text/event-stream";
    public const string Grpc = "application/grpc";
    public const string GrpcWeb = "application/grpc-web";

    private const string GrpcWebText = "application/grpc-web-text";
    private const string JsonSuffix = "json";
    private const string Multipart = "multipart";

    /// <summary>The type in lower or upper case as it came, without its parameters; empty where there is none.</summary>
    public static ReadOnlySpan<char> NameOf(string? contentType) => Parse(contentType) is { } type ? type.MediaType.AsSpan() : [];

    /// <summary>The charset that it declares; null for none.</summary>
    public static string? CharsetOf(string? contentType) =>
        Parse(contentType) is { Charset.Length: > 0 } type ? HeaderUtilities.RemoveQuotes(type.Charset).ToString() : null;

    /// <summary>
    /// <c>application/json</c>, or a type made of it: <c>application/problem+json</c>. gRPC is none, whatever its messages are.
    /// </summary>
    public static bool IsJson(string? contentType) =>
        IsExactly(contentType, Json)
        || (Mentions(contentType, JsonSuffix)
            && Parse(contentType) is { } type
            && (AreEqual(type.MediaType.AsSpan(), Json) || AreEqual(type.Suffix.AsSpan(), JsonSuffix))
            && !Is(type, Grpc)
            && !IsWeb(type));

    /// <summary>gRPC and gRPC-Web, whatever the messages are made of: <c>application/grpc+proto</c>.</summary>
    public static bool IsGrpc(string? contentType) =>
        IsExactly(contentType, Grpc) || (MayBeGrpc(contentType) && Parse(contentType) is { } type && (Is(type, Grpc) || IsWeb(type)));

    public static bool IsGrpcWeb(string? contentType) => MayBeGrpc(contentType) && Parse(contentType) is { } type && IsWeb(type);

    /// <summary>gRPC-Web whose frames are in Base64.</summary>
    public static bool IsGrpcWebText(string? contentType) =>
        MayBeGrpc(contentType) && Parse(contentType) is { } type && Is(type, GrpcWebText);

    public static bool IsEventStream(string? contentType) => AreEqual(NameOf(contentType), EventStream);

    public static bool IsMultipart(string? contentType) => Parse(contentType) is { } type && AreEqual(type.Type.AsSpan(), Multipart);

    private static MediaTypeHeaderValue? Parse(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) ? type : null;

    private static bool IsExactly(string? contentType, string type) => type.Equals(contentType, StringComparison.OrdinalIgnoreCase);

    private static bool Mentions(string? contentType, string word) =>
        contentType is not null && contentType.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static bool MayBeGrpc(string? contentType) => Mentions(contentType, Grpc);

    private static bool IsWeb(MediaTypeHeaderValue type) => Is(type, GrpcWeb) || Is(type, GrpcWebText);

    /// <summary>Whether it is that type, its suffix left aside.</summary>
    private static bool Is(MediaTypeHeaderValue type, string plain)
    {
        var slash = plain.IndexOf('/', StringComparison.Ordinal);
        return AreEqual(type.Type.AsSpan(), plain.AsSpan(0, slash))
            && AreEqual(type.SubTypeWithoutSuffix.AsSpan(), plain.AsSpan(slash + 1));
    }

    private static bool AreEqual(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
