namespace Gateway.Modules.Contracts.Running;

/// <summary>Names this process among replicas; unique over restarts.</summary>
public sealed record ReplicaIdentity(string Id);
