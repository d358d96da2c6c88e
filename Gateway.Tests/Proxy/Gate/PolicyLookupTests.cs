using System.Net;
using CsCheck;
using Gateway.Modules.Proxy.Gate.Lookup;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Proxy.Gate.Snapshots;
using Gateway.Tests.Doubles;
using Microsoft.AspNetCore.Http;
using static Gateway.Tests.Proxy.Gate.GateFixture;

namespace Gateway.Tests.Proxy.Gate;

public sealed class PolicyLookupTests
{
    private static readonly string[] Values = ["a", "b", "é", "", "a b", ValueHash.TextOf("a"), ValueHash.TextOf("é")];
    private static readonly string[] Templates = ["/api/orders/{int}", "/api/orders", "/{hex}", "/", "/api/{slug}", "/a/b/c"];
    private static readonly string[] Paths =
        ["/api/orders/17", "/api/orders", "/0123456789abcdef", "/", "/api/gpt-4o-2024-08-06", "/a/b/c", "//api/orders/17", "/a/b"];
    private static readonly string[] Principals =
        ["192.0.2.7", "192.0.2.0/24", "2001:db8::/64", "2001:db8::1", "unknown", "key:" + ValueHash.TextOf("k1"), "key:nonsense", "::/0"];

    private static readonly Gen<DimensionTest> AnyTest = Gen.OneOf(
        Gen.Select(OneOf("route", "upstream", "method"), OneOf("a", "b", "GET", "OPTIONS")).Select(Equal),
        Gen.Select(OneOf("query:a", "query:é", "query:q", "header:X-A", "header:x-a", "body:model"), OneOf(Values)).Select(Equal),
        OneOf(Templates).Select(t => Equal("path", t)),
        OneOf(Principals).Select(p => Equal("principal", p)),
        Gen.Select(Gen.Bool, Gen.Int[0, 3]).Select((equal, bytes) =>
            new DimensionTest("bodyBytes", equal ? TestOperator.Equal : TestOperator.AtLeast, $"{bytes}")),
        Gen.Const(Equal("destination", "d")));

    private static readonly Gen<RequestFacts> AnyRequest = Gen.Select(
        Gen.Select(OneOf("a", "b"), OneOf("a", "b"), OneOf("GET", "OPTIONS"), OneOf(Paths)),
        OneOf("", "?", "?a=a", "?a", "?a=b&a=a&a=%61", "?%61=%C3%A9&q=a+b", "?%C3%A9=b", "?a=" + ValueHash.TextOf("a"), "?q=&a=&x=1"),
        OneOf(null, "a", "é", "Ã©", "b"),
        OneOf(null, "a", "é"),
        Gen.Select(OneOf(null, "192.0.2.7", "::ffff:192.0.2.7", "2001:db8::1", "2001:db8:0:1::1"), OneOf(null, "k1", "k2"), Gen.Bool),
        Gen.Int[-1, 3])
        .Select((where, query, header, model, who, bytes) => new RequestFacts
        {
            Route = where.Item1!,
            Upstream = where.Item2!,
            Method = where.Item3!,
            Path = where.Item4!,
            Query = query!,
            Headers = Headers(header, where.Item3 == "OPTIONS" && bytes == 0),
            BodyBytes = bytes,
            BodyFieldNames = ["other", "model"],
            BodyFields = BodyOf(model),
            PrincipalKey = who.Item2,
            PeerIsProxy = who.Item3,
            ClientAddress = who.Item1 is null ? null : IPAddress.Parse(who.Item1),
            Ipv6PrefixLength = 64,
        });

    [Test]
    public void MatchingPolicies_AnyPoliciesAndRequest_AreThoseThatAScanFindsInTheSameOrder()
    {
        using var gate = new GateFixture();
        var found = 0;
        Gen.Select(AnyTest.Array[0, 3].Array[0, 150], AnyRequest.Array[1, 10]).Sample((scopes, requests) =>
        {
            gate.Put([.. scopes.Select((tests, i) => Policy($"p-{i}") with { Scope = new Scope(tests.DistinctBy(t => t.Dimension)) })]);
            var snapshot = gate.Snapshots.Current;
            foreach (var facts in requests)
            {
                var scratch = default(MatchScratch);
                var scanned = snapshot.Policies.Where(p => Matches(p, facts)).Select(p => p.Policy.Id).ToArray();
                found += scanned.Length;
                Assert.That(FindAll(snapshot, facts, ref scratch), Is.EqualTo(scanned));
            }
        }, iter: 400, threads: 1);
        Assert.That(found, Is.GreaterThan(1000), "the requests match something");
    }

    [Test]
    public void Decide_ThousandPoliciesNoneMatches_AllocatesNothing()
    {
        using var gate = new GateFixture();
        gate.Put([.. Enumerable.Range(0, 5000).Select(i => Policy($"p-{i}", $"route=orders & query:format=f{i}"))]);
        var facts = Requests.Facts("?expand=lines&format=pdf&n=Jos%C3%A9", address: IPAddress.Loopback);
        var refused = 0;
        Assert.That(WarmAllocation.Of(() => refused += gate.Gate.Decide(facts).Refused ? 1 : 0), Is.Zero);
        Assert.That(refused, Is.Zero);
    }

    [Test]
    public void Decide_ParametersBeyondTheBound_AreNoise()
    {
        using var gate = new GateFixture();
        gate.Put(Policy("p-1"));
        var noise = string.Concat(Enumerable.Range(0, 256).Select(i => $"n{i}=1&"));
        Assert.That(gate.Decide($"?{noise[..^7]}q=x").Refused, Is.True);
        Assert.That(gate.Decide($"?{noise}q=x").Refused, Is.False);
    }

    [Test]
    public void Over_SameScopes_IsNotBuiltAnew()
    {
        using var gate = new GateFixture();
        gate.Put(Policy("p-1"), Policy("p-2", "route=r"));
        var before = gate.Snapshots.Current.Lookup;
        gate.Put(Policy("p-1") with { Mode = PolicyMode.Shadow }, Policy("p-2", "route=r"));
        Assert.That(gate.Snapshots.Current.Lookup, Is.SameAs(before));
        gate.Put(Policy("p-2", "route=r"), Policy("p-1"));
        Assert.That(gate.Snapshots.Current.Lookup, Is.Not.SameAs(before));
    }

    private static bool Matches(LivePolicy policy, in RequestFacts facts)
    {
        var scratch = default(MatchScratch);
        return policy.Scope.Matches(facts, ref scratch);
    }

    private static List<string> FindAll(PolicySnapshot snapshot, in RequestFacts facts, ref MatchScratch scratch)
    {
        var ids = new List<string>();
        var matches = new MatchingPolicies(snapshot, facts, ref scratch, stackalloc ulong[1]);
        while (matches.MoveNext(facts, ref scratch) is { } policy)
        {
            ids.Add(policy.Policy.Id);
        }

        matches.Dispose();
        return ids;
    }

    private static DimensionTest Equal(string? dimension, string? value) => new(dimension!, TestOperator.Equal, value!);

    private static HeaderDictionary Headers(string? value, bool preflight)
    {
        var headers = new HeaderDictionary();
        if (value is not null)
        {
            headers["X-A"] = value;
        }

        if (preflight)
        {
            headers["Access-Control-Request-Method"] = "GET";
        }

        return headers;
    }

    private static BodyValues BodyOf(string? model)
    {
        var values = default(BodyValues);
        values[1] = model;
        return values;
    }

    private static Gen<string?> OneOf(params string?[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);
}
