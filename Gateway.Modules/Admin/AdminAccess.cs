using System.Net;
using System.Security.Cryptography;
using System.Text;
using Gateway.Modules.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Admin;

/// <summary>Whether a caller may use the admin API.</summary>
internal enum AdminVerdict
{
    Allowed,

    /// <summary>The request came in through a listener that does not serve the admin API.</summary>
    NotHere,

    /// <summary>A key is set and the request does not carry it.</summary>
    KeyRequired,

    /// <summary>No key is set and the caller is not a direct local one.</summary>
    LocalOnly,
}

/// <summary>
/// The access rule. With a key: the key, as <c>X-Admin-Key</c> or bearer. Without one: direct local callers, that is a loopback connection
/// that names a loopback host and shows no trace of a proxy in front (which would make everybody local) or of a web page behind
/// (a browser on this machine is local, the page in it is not; checking the host also stops DNS rebinding).
/// </summary>
internal sealed class AdminAccess(IOptionsMonitor<GatewayOptions> options)
{
    public const string KeyHeader = "X-Admin-Key";
    private const string BearerPrefix = "Bearer ";

    // The middleware that reads X-Forwarded-* removes what it has used and leaves X-Original-*.
    private static readonly string[] ForwardedPrefixes = ["X-Forwarded-", "X-Original-"];

    public AdminVerdict Decide(HttpContext context)
    {
        var admin = options.CurrentValue.Admin;
        if (admin.Port > 0 && context.Connection.LocalPort != admin.Port)
        {
            return AdminVerdict.NotHere;
        }

        if (string.IsNullOrEmpty(admin.ApiKey))
        {
            return IsDirectLocal(context) ? AdminVerdict.Allowed : AdminVerdict.LocalOnly;
        }

        return CarriesKey(context.Request.Headers, admin.ApiKey) ? AdminVerdict.Allowed : AdminVerdict.KeyRequired;
    }

    private static bool CarriesKey(IHeaderDictionary headers, string key)
    {
        string? offered = headers[KeyHeader];
        if (offered is null && (string?)headers.Authorization is { } authorization
            && authorization.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
        {
            offered = authorization[BearerPrefix.Length..].Trim();
        }

        // Digests have one length, so that the comparison's time says nothing about the key, not even how long it is.
        return offered is not null && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(offered)),
            SHA256.HashData(Encoding.UTF8.GetBytes(key)));
    }

    private static bool IsDirectLocal(HttpContext context) =>
        IsLoopback(context.Connection.RemoteIpAddress)
        && NamesLoopback(context.Request.Host)
        && !context.Request.Headers.Keys.Any(ShowsAnother);

    private static bool ShowsAnother(string header) =>
        header.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
        || header.Equals("Via", StringComparison.OrdinalIgnoreCase)
        || header.Equals("Origin", StringComparison.OrdinalIgnoreCase)
        || ForwardedPrefixes.Any(p => header.StartsWith(p, StringComparison.OrdinalIgnoreCase));

    private static bool NamesLoopback(HostString host) =>
        host.HasValue
        && (host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Host.AsSpan().Trim("[]"), out var address) && IsLoopback(address)));

    private static bool IsLoopback(IPAddress? address) =>
        address is not null && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
