using System.ComponentModel.DataAnnotations;

namespace Gateway.Modules.Contracts.Options;

/// <summary>The admin API. Read at start, but for the key.</summary>
public sealed record AdminOptions
{
    /// <summary>
    /// Key that callers send as <c>X-Admin-Key</c> or bearer, 16 characters or more. Default none: then direct local callers may read, and
    /// writes need a key that is made and printed.
    /// </summary>
    public string? ApiKey { get; init; }

    /// <summary>Path in front of the admin endpoints. Default <c>/admin</c>. Starts with a slash, does not end with one.</summary>
    [Required]
    [ReadAtStart]
    public string PathPrefix { get; init; } = "/admin";

    /// <summary>Port of its own for the admin API. Default 0: the proxy's port. Range 0 to 65535.</summary>
    [Range(0, 65535)]
    [ReadAtStart]
    public int Port { get; init; }
}
