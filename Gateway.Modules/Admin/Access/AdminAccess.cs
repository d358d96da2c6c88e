using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Admin.Access;

/// <summary>Whether a caller may use the admin API.</summary>
internal enum AdminVerdict
{
    Allowed,

    /// <summary>The request came in through a listener that does not serve the admin API.</summary>
    NotHere,

    /// <summary>Only the key opens this, and the request carries none.</summary>
    KeyRequired,

    /// <summary>The request carries another key.</summary>
    WrongKey,

    /// <summary>The same, and many at once.</summary>
    TooManyTries,

    /// <summary>No key is set and the caller is not a direct local one.</summary>
    LocalOnly,
}

/// <summary>
/// The access rule. The key opens everything, as <c>X-Admin-Key</c> or bearer. While none is configured direct local callers may read: a
/// loopback connection that names a loopback host and shows no trace of a proxy in front (which would make everybody local) or of a web
/// page behind (a browser on this machine is local, the page in it is not; checking the host also stops DNS rebinding).
/// </summary>
internal sealed class AdminAccess(IOptionsMonitor<AdminOptions> options, AdminKey key)
{
    public const string KeyHeader = "X-Admin-Key";
    private const string BearerPrefix = "Bearer ";

    private static readonly HashSet<string> Traces = new(StringComparer.OrdinalIgnoreCase)
    {
        "Forwarded", "Via", "Origin", "Client-IP", "True-Client-IP", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "X-Originating-IP",
        "X-Remote-IP", "X-Remote-Addr", "X-ProxyUser-IP", "X-Azure-ClientIP", "X-Azure-SocketIP", "Fastly-Client-IP", "Fly-Client-IP",
        "DO-Connecting-IP", "X-Amzn-Trace-Id", "CDN-Loop",
    };

    // The middleware that reads X-Forwarded-* removes what it has used and leaves X-Original-*.
    private static readonly string[] TracePrefixes = ["X-Forwarded", "X-Original-", "CF-", "X-Envoy-"];

    public static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    public static bool OffersKey(HttpRequest request) => OfferedBy(request.Headers) is not null;

    public AdminVerdict Decide(HttpContext context)
    {
        var port = options.CurrentValue.Port;
        if (port > 0 && context.Connection.LocalPort != port)
        {
            return AdminVerdict.NotHere;
        }

        if (OfferedBy(context.Request.Headers) is { } offered)
        {
            return AreSame(offered, key.Current) ? AdminVerdict.Allowed : AdminVerdict.WrongKey;
        }

        if (key.IsConfigured)
        {
            return AdminVerdict.KeyRequired;
        }

        return !IsDirectLocal(context) ? AdminVerdict.LocalOnly
            : IsRead(context.Request) ? AdminVerdict.Allowed
            : AdminVerdict.KeyRequired;
    }

    /// <summary>Of one who is allowed in: the key's fingerprint, or <c>local</c>.</summary>
    public string WhoIs(HttpRequest request) => OffersKey(request) ? AdminKey.FingerprintOf(key.Current) : "local";

    private static string? OfferedBy(IHeaderDictionary headers)
    {
        string? offered = headers[KeyHeader];
        if (offered is null && (string?)headers.Authorization is { } authorization
            && authorization.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
        {
            offered = authorization[BearerPrefix.Length..].Trim();
        }

        return string.IsNullOrEmpty(offered) ? null : offered;
    }

    /// <summary>Digests have one length, so that the comparison's time says nothing about the key, not even how long it is.</summary>
    private static bool AreSame(string offered, string key) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(offered)),
        SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static bool IsDirectLocal(HttpContext context) =>
        IsLoopback(context.Connection.RemoteIpAddress)
        && NamesLoopback(context.Request.Host)
        // Proxies speak it by default, and of the tools that people use hardly any.
        && !HttpProtocol.IsHttp10(context.Request.Protocol)
        && !context.Request.Headers.Any(h => ShowsAnother(h.Key, h.Value.ToString()));

    private static bool ShowsAnother(string name, string value) =>
        name.Equals("Sec-Fetch-Site", StringComparison.OrdinalIgnoreCase) ? value is not ("none" or "same-origin")
        : Traces.Contains(name) || TracePrefixes.Any(p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase));

    private static bool NamesLoopback(HostString host) =>
        host.HasValue
        && (host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Host.AsSpan().Trim("[]"), out var address) && IsLoopback(address)));

    private static bool IsLoopback(IPAddress? address) =>
        address is not null && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
