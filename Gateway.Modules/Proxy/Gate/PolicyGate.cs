using Gateway.Modules.Contracts;

namespace Gateway.Modules.Proxy;

/// <summary>Decides whether a request is forwarded. Runs on the request's thread; allocates nothing when no policy matches.</summary>
internal sealed class PolicyGate(PolicySnapshotSource snapshots)
{
    public GateDecision Decide(in RequestFacts facts) =>
        new() { SnapshotRevision = snapshots.Current.Revision, Role = PolicyRole.None };
}
