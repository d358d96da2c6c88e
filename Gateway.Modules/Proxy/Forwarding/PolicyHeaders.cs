using Gateway.Modules.Proxy.Gate;
using Microsoft.AspNetCore.Http;

namespace Gateway.Modules.Proxy.Forwarding;

/// <summary>What an answer says of the policy that touched its request, where <c>Diagnostics:ResponseHeaders</c> asks for it.</summary>
internal static class PolicyHeaders
{
    private const string HoldOut = "X-Gateway-Hold-Out";
    private const string Shadow = "X-Gateway-Policy";

    public static void Add(IHeaderDictionary headers, in GateDecision decision)
    {
        var name = decision.Role switch
        {
            PolicyRole.HoldOut => HoldOut,
            PolicyRole.ShadowRefused => Shadow,
            _ => null,
        };
        if (name is not null)
        {
            headers[name] = decision.Policy!.Policy.Id;
        }
    }
}
