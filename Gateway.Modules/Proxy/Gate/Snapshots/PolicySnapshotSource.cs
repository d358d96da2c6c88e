namespace Gateway.Modules.Proxy.Gate.Snapshots;

/// <summary>Holds the snapshot in force. A request reads it once.</summary>
internal sealed class PolicySnapshotSource
{
    private volatile PolicySnapshot _current = PolicySnapshot.Empty;

    public PolicySnapshot Current => _current;

    public void Swap(PolicySnapshot next) => _current = next;
}
