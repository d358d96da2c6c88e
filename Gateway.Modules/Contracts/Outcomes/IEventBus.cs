namespace Gateway.Modules.Contracts.Outcomes;

/// <summary>
/// Carries samples from the data plane to the control plane: at least once, in order per upstream, duplicates harmless.
/// In-process by default.
/// </summary>
public interface IEventBus
{
    string Name { get; }

    bool Connected { get; }

    /// <summary>Waits while the bus is full. False when the sample was dropped (and counted) because the bus is gone.</summary>
    ValueTask<bool> PublishAsync(OutcomeSample sample, CancellationToken cancellationToken);

    /// <summary>The samples for this consumer; ends with the token. One consumer at a time.</summary>
    IAsyncEnumerable<OutcomeSample> ConsumeAsync(CancellationToken cancellationToken);
}
