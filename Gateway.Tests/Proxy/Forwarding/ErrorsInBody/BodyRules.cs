using Gateway.Modules.Proxy.Forwarding;
using Gateway.Modules.Proxy.Forwarding.ErrorsInBody;


namespace Gateway.Tests.Proxy.Forwarding.ErrorsInBody;

/// <summary>Rules for bodies, as routes have them.</summary>
internal static class BodyRules
{
    public static readonly BodyRule Usual = new(null, Statuses());

    public static BodyRule With(string path, string? good = null) =>
        new(ErrorPath.TryParse(path, good, out var parsed) ? parsed : throw new ArgumentException(path), Statuses());

    private static ErrorStatuses Statuses() =>
        ErrorStatuses.TryParse("5xx,408,429", out var statuses) ? statuses : throw new InvalidOperationException();
}
