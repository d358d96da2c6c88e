namespace Gateway.Modules.Contracts;

/// <summary>Who a request is attributed to.</summary>
public sealed record PrincipalOptions
{
    /// <summary>Headers that may name the principal, first present wins. Default <c>X-Api-Key</c>, <c>Authorization</c>, <c>X-Tenant-Id</c>.</summary>
    public IReadOnlyList<string> Headers { get; init; } = ["X-Api-Key", "Authorization", "X-Tenant-Id"];

    /// <summary>
    /// Whether those headers are vouched for: something in front or behind refuses invented ones. Default false: any client could
    /// invent them, so the principal is the client's address.
    /// </summary>
    public bool TrustHeaders { get; init; }
}
