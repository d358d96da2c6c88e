using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Shared.Requests;

namespace Gateway.Modules.Proxy.Admission;

/// <summary>
/// A principal as a number: its trusted key, else its address, or the network that stands for it. Differs from process to process, so that
/// nobody can look for another principal's number.
/// </summary>
internal static class PrincipalHash
{
    public static int Of(in RequestFacts facts) => facts switch
    {
        { PrincipalKey: { } key } => key.GetHashCode(StringComparison.Ordinal),
        { ClientAddress: { } address } => HashCode.Combine(AddressNetwork.OfClient(address, facts.Ipv6PrefixLength)),
        _ => 0,
    };
}
