namespace Gateway.Modules.Proxy.Forwarding.Routes;

/// <summary>
/// The origins that one route's upstream allows, in fixed memory: each origin has one place, which it may have to give to another. Then
/// its next answer brings it back. Thread-safe; takes no lock.
/// </summary>
internal sealed class RouteCors
{
    private const int Places = 256;
    private const int LongestText = 1024;

    private readonly AllowedOrigin?[] _places = new AllowedOrigin?[Places];

    public AllowedOrigin? Find(string origin) => PlaceOf(origin) is { } allowed && allowed.Origin == origin ? allowed : null;

    /// <summary>Allocates only what is new.</summary>
    public void Remember(string origin, string allowOrigin, string? credentials, string? exposed)
    {
        var known = Find(origin);
        var fits = origin.Length <= LongestText && (exposed?.Length ?? 0) <= LongestText && (credentials?.Length ?? 0) <= LongestText;
        if (fits && (known is null || known.AllowOrigin != allowOrigin || known.Credentials != credentials || known.Exposed != exposed))
        {
            PlaceOf(origin) = new AllowedOrigin(origin, allowOrigin, credentials, exposed);
        }
    }

    public void Forget(string origin)
    {
        if (Find(origin) is not null)
        {
            PlaceOf(origin) = null;
        }
    }

    // The hash differs from process to process: nobody can aim at another origin's place.
    private ref AllowedOrigin? PlaceOf(string origin) => ref _places[(uint)origin.GetHashCode(StringComparison.Ordinal) % Places];
}

/// <summary>What an upstream answered to one origin.</summary>
internal sealed record AllowedOrigin(string Origin, string AllowOrigin, string? Credentials, string? Exposed);
