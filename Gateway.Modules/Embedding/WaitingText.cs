namespace Gateway.Modules.Embedding;

/// <summary>A sample whose text has no vector yet.</summary>
/// <param name="Since">Timestamp of its arrival.</param>
internal readonly record struct WaitingText(OutcomeSample Sample, long Since);
