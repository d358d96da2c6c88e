using System.Net;
using CsCheck;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Shared.Requests;
using static Gateway.Tests.Proxy.Gate.Requests;

namespace Gateway.Tests.Proxy.Gate;

public sealed class CompiledScopeTests
{
    private static readonly string LongValue = new('é', 400);

    [TestCase("query:format=pdf", "?format=pdf", true)]
    [TestCase("query:format=pdf", "?a=1&format=pdf&b=2", true)]
    [TestCase("query:format=pdf", "?format=PDF", false)]
    [TestCase("query:format=pdf", "?Format=pdf", false)]
    [TestCase("query:format=pdf", "?formats=pdf", false)]
    [TestCase("query:format=pdf", "?xformat=pdf", false)]
    [TestCase("query:format=pdf", "?format=pdfx", false)]
    [TestCase("query:format=pdf", "?format=csv&format=pdf", true, TestName = "Matches_RepeatedParameter_TakesAny")]
    [TestCase("query:format=pdf", "??format=pdf", false)]
    [TestCase("query:format=pdf", "?%66ormat=p%64f", true)]
    [TestCase("query:q=a b", "?q=a+b", true)]
    [TestCase("query:q=a b", "?q=a%20b", true)]
    [TestCase("query:q=a+b", "?q=a%2Bb", true)]
    [TestCase("query:q=日本", "?q=%E6%97%A5%E6%9C%AC", true)]
    [TestCase("query:q=100%", "?q=100%", true)]
    [TestCase("query:debug=", "?debug", true)]
    [TestCase("query:debug=", "?debug=", true)]
    [TestCase("query:debug=", "?", false)]
    [TestCase("query:debug=", "", false)]
    [TestCase("query:q=x", "?&&q=x&", true)]
    [TestCase("query:q=a=b", "?q=a=b", true)]
    public void Matches_Query(string scope, string query, bool expected) =>
        Assert.That(Matches(scope, Facts(query)), Is.EqualTo(expected));

    [TestCase("sk-12345", "?key=sk-12345")]
    [TestCase("a b", "?key=a%20b")]
    public void Matches_HashedQueryValue_ComparesTheHash(string value, string query) =>
        Assert.Multiple(() =>
        {
            Assert.That(Matches($"query:key={ValueHash.TextOf(value)}", Facts(query)), Is.True);
            Assert.That(Matches($"query:key={ValueHash.TextOf(value + "x")}", Facts(query)), Is.False);
        });

    [Test]
    public void Matches_LongEncodedValue_ComparesTheHash()
    {
        var facts = Facts("?key=" + Uri.EscapeDataString(LongValue));
        Assert.That(Matches($"query:key={ValueHash.TextOf(LongValue)}", facts), Is.True);
        Assert.That(Matches($"query:key={LongValue}", facts), Is.True);
    }

    [Test]
    public void Matches_ValueThatLooksLikeAHash_MatchesItselfToo() =>
        Assert.That(Matches("query:id=0123456789abcdef", Facts("?id=0123456789abcdef")), Is.True);

    [Test]
    public void Matches_Header_IgnoresTheNamesCaseAndTakesPlainOrHash()
    {
        var facts = Facts(headers: ("X-Tenant-Id", "acme"));
        Assert.Multiple(() =>
        {
            Assert.That(Matches("header:x-tenant-id=acme", facts), Is.True);
            Assert.That(Matches($"header:X-Tenant-Id={ValueHash.TextOf("acme")}", facts), Is.True);
            Assert.That(Matches("header:X-Tenant-Id=globex", facts), Is.False);
            Assert.That(Matches("header:X-Other=acme", facts), Is.False);
        });
    }

    [Test]
    public void Matches_Principal_IsTheTrustedKeyElseTheAddress()
    {
        var key = PrincipalName.OfKey("k-1");
        var address = IPAddress.Parse("10.1.2.3");
        Assert.Multiple(() =>
        {
            Assert.That(Matches($"principal={key}", Facts(principalKey: "k-1", address: address)), Is.True);
            Assert.That(Matches($"principal={key}", Facts(principalKey: "k-2", address: address)), Is.False);
            Assert.That(Matches("principal=10.1.2.3", Facts(principalKey: "k-1", address: address)), Is.False);
            Assert.That(Matches("principal=10.1.2.3", Facts(address: address)), Is.True);
            Assert.That(Matches("principal=10.1.2.3", Facts(address: address.MapToIPv6())), Is.True);
            Assert.That(Matches("principal=::1", Facts(address: IPAddress.IPv6Loopback)), Is.True);
            Assert.That(Matches("principal=10.1.2.4", Facts(address: address)), Is.False);
            Assert.That(Matches("principal=unknown", Facts()), Is.True);
            Assert.That(Matches("principal=unknown", Facts(address: address)), Is.False);
        });
    }

    [TestCase("2001:db8:1:2::/64", "2001:db8:1:2::1", true)]
    [TestCase("2001:db8:1:2::/64", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [TestCase("2001:db8:1:2::/64", "2001:db8:1:3::1", false)]
    [TestCase("2001:db8:1:2::7", "2001:db8:1:2::7", true)]
    [TestCase("2001:db8:1:2::7", "2001:db8:1:2::8", false)]
    [TestCase("::/64", "10.0.0.1", false)]
    [TestCase("::/64", "::ffff:10.0.0.1", false)]
    [TestCase("::/0", "2001:db8::1", true)]
    [TestCase("10.0.0.0/8", "::ffff:10.9.8.7", true)]
    [TestCase("10.0.0.0/8", "11.0.0.1", false)]
    [TestCase("10.0.0.0/33", "10.0.0.1", false)]
    public void Matches_PrincipalNetwork_TakesEveryAddressInIt(string network, string address, bool expected) =>
        Assert.That(Matches($"principal={network}", Facts(address: IPAddress.Parse(address))), Is.EqualTo(expected));

    [Test]
    public void Matches_AnyAddress_IsInTheNetworkItsPrincipalIsNamedBy() =>
        Gen.Select(Gen.Byte.Array[16], Gen.Bool, Gen.Int[16, 128]).Sample((bytes, isIpv4, length) =>
        {
            var address = new IPAddress(isIpv4 ? bytes[..4] : bytes);
            return Matches($"principal={PrincipalName.OfAddress(address, length)}", Facts(address: address));
        });

    [Test]
    public void Matches_AddressOfAnUnknownProxy_IsNoClients() =>
        Assert.That(Matches("principal=10.0.0.1", Facts(address: IPAddress.Parse("10.0.0.1")) with { PeerIsProxy = true }), Is.False);

    [TestCase("bodyBytes>=100", 100, true)]
    [TestCase("bodyBytes>=100", 99, false)]
    [TestCase("bodyBytes=100", 100, true)]
    [TestCase("bodyBytes=100", 101, false)]
    [TestCase("bodyBytes>=0", -1, false)]
    public void Matches_BodyBytes(string scope, long bytes, bool expected) =>
        Assert.That(Matches(scope, Facts(bodyBytes: bytes)), Is.EqualTo(expected));

    [TestCase("path=/api/orders/{int}", true)]
    [TestCase("path=/api/orders/17", false)]
    [TestCase("route=orders & method=GET & upstream=shop", true)]
    [TestCase("route=orders & method=POST", false)]
    [TestCase("*", true)]
    [TestCase("destination=a", false)]
    [TestCase("body:model=gpt", false)]
    public void Matches_WhereItGoes(string scope, bool expected) => Assert.That(Matches(scope, Facts()), Is.EqualTo(expected));

    [TestCase("colour=red")]
    [TestCase("query:=x")]
    [TestCase("bodyBytes>=many")]
    [TestCase("bodyBytes=-1")]
    [TestCase("route>=a")]
    [TestCase("route=a & method=b & upstream=c & path=/d")]
    public void TryCompile_BadScope_SaysWhatIsWrong(string scope)
    {
        Assert.That(CompiledScope.TryCompile(Scope(scope), out var problem), Is.Null);
        Assert.That(problem, Is.Not.Empty);
    }

    [Test]
    public void Matches_AnyQuery_AgreesWithAPlainReading()
    {
        var text = Gen.Char["ab%+&= é日/"].Array[0, 4].Select(c => new string(c));
        var pairs = Gen.Select(text.Where(n => n.Length > 0), text, Gen.Bool).Array[0, 4];
        Gen.Select(pairs, text.Where(n => n.Length > 0), text, Gen.Bool).Sample((parameters, name, value, hashed) =>
        {
            var query = parameters.Length == 0
                ? "" : "?" + string.Join('&', parameters.Select(p => $"{Encode(p.Item1, p.Item3)}={Encode(p.Item2, p.Item3)}"));
            var any = parameters.Any(p => p.Item1 == name && p.Item2 == value);
            var scope = new Scope([new("query:" + name, TestOperator.Equal, hashed ? ValueHash.TextOf(value) : value)]);
            var scratch = default(MatchScratch);
            return CompiledScope.TryCompile(scope, out _)!.Matches(Facts(query), ref scratch) == any;
        });

        static string Encode(string part, bool form) =>
            form ? WebUtility.UrlEncode(part) : Uri.EscapeDataString(part);
    }

    [Test]
    public void Matches_AnyScope_AgreesWithANaiveEvaluation()
    {
        string[] dimensions = ["route", "method", "upstream", "path", "principal", "header:h", "query:q", "bodyBytes", "destination",
            "body:model"];
        var value = Gen.Bool.Select(b => b ? "a" : "b");
        var facts = Gen.Select(value, value, value, Gen.Int[-1, 3], value, value, value);
        var test = Gen.Select(Gen.Int[0, dimensions.Length - 1].Select(i => dimensions[i]), value, Gen.Int[0, 3], Gen.Bool);
        Gen.Select(facts, test.Array[0, 3]).Sample((f, tests) =>
        {
            var (route, method, upstream, bytes, principal, header, query) = f;
            var request = Facts($"?q={query}", "/" + route, method, route, upstream, bytes, principal, headers: ("h", header));
            var scope = new Scope(tests.Select(t => t.Item1 switch
            {
                "bodyBytes" => new DimensionTest(t.Item1, t.Item4 ? TestOperator.AtLeast : TestOperator.Equal, $"{t.Item3}"),
                "path" => new DimensionTest(t.Item1, TestOperator.Equal, "/" + t.Item2),
                "principal" => new DimensionTest(t.Item1, TestOperator.Equal, PrincipalName.OfKey(t.Item2)),
                _ => new DimensionTest(t.Item1, TestOperator.Equal, t.Item2),
            }));
            var naive = tests.All(t => t.Item1 switch
            {
                "route" or "path" => t.Item2 == route,
                "method" => t.Item2 == method,
                "upstream" => t.Item2 == upstream,
                "principal" => t.Item2 == principal,
                "header:h" => t.Item2 == header,
                "query:q" => t.Item2 == query,
                "bodyBytes" => t.Item4 ? bytes >= t.Item3 : bytes == t.Item3,
                _ => false,
            });
            var scratch = default(MatchScratch);
            return CompiledScope.TryCompile(scope, out _)!.Matches(request, ref scratch) == naive;
        });
    }
}
