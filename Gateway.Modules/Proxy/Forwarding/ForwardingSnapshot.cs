using Microsoft.Extensions.Options;

namespace Gateway.Modules.Proxy.Forwarding;

/// <summary>What forwarding needs of the options, compiled; replaced whole on a reload.</summary>
/// <param name="PeekBytes">Most bytes looked at of a request's body.</param>
/// <param name="CaptureBytes">Most bytes copied of an error response.</param>
/// <param name="ErrorStatuses">For routes that name none of their own.</param>
/// <param name="NeverActOn">Answers that are successes to every policy.</param>
/// <param name="ResponseHeaders">Whether answers say which policy touched them.</param>
internal sealed record ForwardingSnapshot(
    DimensionCatalogue Dimensions,
    int PeekBytes,
    int CaptureBytes,
    ErrorStatuses ErrorStatuses,
    IReadOnlyList<int> NeverActOn,
    bool ResponseHeaders)
{
    public static ForwardingSnapshot From(GatewayOptions options) => new(
        DimensionCatalogue.From(options.Dimensions),
        options.Dimensions.PeekBytes,
        options.Sampler.CaptureBytes,
        ErrorStatuses.TryParse(options.Sampler.ErrorStatuses, out var statuses)
            ? statuses
            : throw new ArgumentException("Sampler:ErrorStatuses has an entry that is neither a status nor a class."),
        options.Policies.NeverActOn,
        options.Diagnostics.ResponseHeaders);
}

/// <summary>Holds the snapshot in force. A request reads it when it needs it: no two of its parts have to agree.</summary>
internal sealed class ForwardingState : IDisposable
{
    private readonly IDisposable? _subscription;
    private volatile ForwardingSnapshot _current;

    public ForwardingState(IOptionsMonitor<GatewayOptions> options)
    {
        _current = ForwardingSnapshot.From(options.CurrentValue);
        _subscription = options.OnChange(changed => _current = ForwardingSnapshot.From(changed));
    }

    public ForwardingSnapshot Current => _current;

    public void Dispose() => _subscription?.Dispose();
}
