namespace Gateway.Modules.Contracts.Outcomes;

/// <summary>Where the request's thread leaves an outcome. Never waits: a full inbox drops the record and counts it.</summary>
public interface IOutcomeInbox
{
    /// <summary>False when the record was dropped; its body has then been disposed.</summary>
    bool TryWrite(in OutcomeRecord record);
}
