using System.Net;
using Gateway.Modules.Proxy.Gate.Matching;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Proxy.Gate;

/// <summary>Makes what the gate looks at.</summary>
internal static class Requests
{
    public static RequestFacts Facts(
        string query = "",
        string path = "/api/orders/17",
        string method = "GET",
        string route = "orders",
        string upstream = "shop",
        long bodyBytes = -1,
        string? principalKey = null,
        IPAddress? address = null,
        int ipv6PrefixLength = 64,
        params (string Name, string Value)[] headers)
    {
        var dictionary = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            dictionary[name] = value;
        }

        return new RequestFacts
        {
            Route = route,
            Upstream = upstream,
            Method = method,
            Path = path,
            Query = query,
            Headers = dictionary,
            BodyBytes = bodyBytes,
            PrincipalKey = principalKey,
            ClientAddress = address,
            Ipv6PrefixLength = ipv6PrefixLength,
        };
    }

    /// <summary>Reads <c>query:a=b &amp; bodyBytes>=10</c>.</summary>
    public static Scope Scope(string text) =>
        text == "*" ? Modules.Contracts.Dimensions.Scope.Everything : new(text.Split(" & ").Select(Test));

    public static bool Matches(string scope, in RequestFacts facts)
    {
        var scratch = default(MatchScratch);
        return CompiledScope.TryCompile(Scope(scope), out _)!.Matches(facts, ref scratch);
    }

    private static DimensionTest Test(string text)
    {
        var atLeast = text.IndexOf(">=", StringComparison.Ordinal);
        if (atLeast >= 0)
        {
            return new DimensionTest(text[..atLeast], TestOperator.AtLeast, text[(atLeast + 2)..]);
        }

        var equals = text.IndexOf('=');
        return new DimensionTest(text[..equals], TestOperator.Equal, text[(equals + 1)..]);
    }
}
