namespace Gateway.Modules.Contracts.Running;

/// <summary>One part of <c>/ready</c>. A part that is not well makes the gateway degraded, never unready.</summary>
public interface IReadinessPart
{
    /// <summary><c>model</c>, <c>store</c>, <c>bus</c>.</summary>
    string Name { get; }

    PartState GetState();
}

/// <param name="State"><c>loaded</c> or <c>unavailable</c> for the model, <c>connected</c> or <c>disconnected</c> for others.</param>
/// <param name="Id">Which model, store or bus.</param>
/// <param name="Problem">What is wrong, in one line; null when well.</param>
public readonly record struct PartState(string State, string Id, bool Well, string? Problem);
