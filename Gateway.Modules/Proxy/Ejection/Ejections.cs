using Gateway.Modules.Proxy.Gate.Snapshots;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Model;

namespace Gateway.Modules.Proxy.Ejection;

/// <summary>
/// Which destinations are out of the choice now. A policy that names one takes it out while its breaker is not closed, in the order of
/// the snapshot, until <c>Policies:MaxEjectedPercent</c> of the upstream are out; the last one that can serve always stays, so that no
/// request is refused for want of a destination.
/// </summary>
internal sealed class Ejections(
    PolicySnapshotSource snapshots, IKillSwitch killSwitch, IOptionsMonitor<PoliciesOptions> options, TimeProvider time)
{
    private const int Percent = 100;

    /// <summary>Whether anything is to be looked for at all.</summary>
    public bool Any => !snapshots.Current.Ejections.IsEmpty;

    /// <param name="all">The upstream's destinations.</param>
    /// <param name="available">Those of them that requests may go to but for the policies.</param>
    public IReadOnlyList<EjectedDestination> Of(
        string upstream, IReadOnlyList<DestinationState> all, IReadOnlyList<DestinationState> available)
    {
        var most = Math.Min(all.Count * options.CurrentValue.MaxEjectedPercent / Percent, available.Count - 1);
        var ejected = new List<EjectedDestination>();
        foreach (var policy in PoliciesOf(upstream))
        {
            if (!IsEnforced(policy)
                || policy.State.Breaker!.GetState().State == BreakerState.Closed
                || available.FirstOrDefault(d => d.DestinationId == policy.EjectedDestination) is not { } destination)
            {
                continue;
            }

            if (ejected.Find(e => e.Destination == destination) is { } known)
            {
                known.Policies.Add(policy);
            }
            else if (ejected.Count < most)
            {
                ejected.Add(new EjectedDestination(destination, [policy]));
            }
        }

        return ejected;
    }

    /// <summary>The policies about one destination, in force or in shadow.</summary>
    public IEnumerable<LivePolicy> About(string upstream, string destination) =>
        PoliciesOf(upstream).Where(p => p.EjectedDestination == destination);

    /// <summary>Whether the policy acts; else it only counts.</summary>
    public bool IsEnforced(LivePolicy policy) =>
        policy.Policy.Mode == PolicyMode.Enforce && options.CurrentValue.Mode == PolicyMode.Enforce && !killSwitch.IsOn;

    private IEnumerable<LivePolicy> PoliciesOf(string upstream)
    {
        var now = time.GetTimestamp();
        return snapshots.Current.Ejections
            .Where(p => !p.IsExpired(now) && (p.Policy.Upstream is not { } named || named == upstream));
    }
}
