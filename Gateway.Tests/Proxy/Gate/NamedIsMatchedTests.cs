using System.Text;
using CsCheck;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Sampling;
using Gateway.Modules.Sampling.Dimensions;
using Gateway.Modules.Shared.Options;
using Gateway.Modules.Shared.Requests;

namespace Gateway.Tests.Proxy.Gate;

public sealed class NamedIsMatchedTests
{
    [Test]
    public void Read_AnyRequest_WhatItNamesTheGateMatches()
    {
        var text = Gen.Char["abT1%+&=;? é日-._$"].Array[0, 6].Select(c => new string(c));
        var pair = Gen.Select(Gen.OneOf(OneOf("tag", "format", "a"), text), text, Gen.Bool).Select((n, v, encoded) =>
            encoded ? $"{Uri.EscapeDataString(n)}={Uri.EscapeDataString(v)}" : $"{n}={v}");
        var segment = Gen.OneOf(OneOf("orders", "17", "gpt-4o-2024-08-06", "gpt-4-0613", "ord_8fk2Lq91", "{slug}"), text);
        var address = Gen.Byte.Array[16].Select(b => new System.Net.IPAddress(b));
        var reader = Reader(new DimensionsOptions { MaxNamesPerRoute = 1024 });
        Gen.Select(pair.Array[0, 8], segment.Array[1, 5], address).Sample((pairs, segments, client) =>
        {
            var query = pairs.Length == 0 ? "" : "?" + string.Join('&', pairs);
            var path = "/" + string.Join('/', segments);
            var record = Sampling.OutcomeRecords.Create(query, path);
            record.ClientAddress = client;
            var facts = Requests.Facts(query, path, address: client);
            return reader.Read(record).Values
                .Where(v => v.Value != DimensionNames.Folded && v.Dimension != DimensionNames.Destination)
                .All(v => IsMatched(v, facts));
        }, iter: 5000, threads: 1);
    }

    [Test]
    public void Read_AnyPathOfARouteWithFoldedSegments_IsNamedByItIfAndOnlyIfTheGateMatches()
    {
        var reader = Reader(new DimensionsOptions());
        for (var i = 0; i < 200; i++)
        {
            reader.Read(Sampling.OutcomeRecords.Create(path: $"/users/{WordOf(i)}/orders", address: $"10.0.0.{i % 100}"));
        }

        var user = Gen.OneOf(OneOf("users", "orders", "17", "ann", "gpt-4-0613", "{*}", "", "ord_8fk2Lq91"),
            Gen.Int[0, 300].Select(WordOf));
        var rest = OneOf("", "/", "/orders", "/orders/", "/orders/17", "/17", "/{*}", "/gpt-4-0613", "/invoices");
        Gen.Select(OneOf("/users/", "/teams/"), user, rest, Gen.Int[0, 255]).Sample((first, second, third, client) =>
        {
            var path = first + second + third;
            var named = reader.Read(Sampling.OutcomeRecords.Create(path: path, address: $"10.0.0.{client}")).Values
                .Where(v => v.Dimension == DimensionNames.Path && v.Value != DimensionNames.Folded).Select(v => v.Value).ToArray();
            var facts = Requests.Facts(path: path);
            return named.All(template => IsMatched(new(DimensionNames.Path, template), facts))
                && named.Contains("/users/{*}/orders") == IsMatched(new(DimensionNames.Path, "/users/{*}/orders"), facts);
        }, iter: 5000, threads: 1);
    }

    /// <summary>A word without digits for each number.</summary>
    private static string WordOf(int number) => $"user-{(char)('a' + (number % 26))}{(char)('a' + (number / 26))}";

    [Test]
    public void Read_AnyQuery_WhatItNamesTheGateMatches()
    {
        // Escapes that are broken, of bytes that are no UTF-8, or none at all; and the signs that take a query apart.
        var piece = OneOf(
            "tag", "format", "a", "=", "&", "+", "%", "%2", "%zz", "%41", "%C3", "%A9", "%C3%A9", "%26", "%3D", "%2B", "%00",
            "%F0%9F%98%80",
            "é", "日", ";", "?", "#");
        var reader = Reader(new DimensionsOptions { MaxNamesPerRoute = 1024 });
        piece.Array[0, 24].Select(pieces => "?" + string.Concat(pieces)).Sample(query =>
        {
            var facts = Requests.Facts(query);
            return reader.Read(Sampling.OutcomeRecords.Create(query)).Values
                .Where(v => v.Dimension.StartsWith(DimensionNames.QueryPrefix, StringComparison.Ordinal)
                    && v.Value != DimensionNames.Folded)
                .All(v => IsMatched(v, facts));
        }, iter: 20_000, threads: 1);
    }

    [Test]
    public void Read_AnyHeader_IsNamedAsItIsMeantAndMatched()
    {
        var reader = Reader(new DimensionsOptions { Names = ["header:X-Tenant"], MaxValuesPerName = 100_000 });
        var text = Gen.Char["abT1 éäß日本"].Array[1, 12].Select(c => new string(c));
        Gen.Select(text, Gen.Bool).Sample((meant, isUtf8) =>
        {
            var sent = Encoding.Latin1.GetString(isUtf8 ? Encoding.UTF8.GetBytes(meant) : Encoding.Latin1.GetBytes(meant));
            var record = Sampling.OutcomeRecords.Create();
            record.Headers[0] = sent;
            var named = reader.Read(record).Values.Single(v => v.Dimension == "header:X-Tenant");
            var expected = HeaderText.Decode(sent);
            return (!isUtf8 || expected == meant)
                && (named.Value == expected || named.Value == ValueHash.TextOf(expected))
                && IsMatched(named, Requests.Facts(headers: ("X-Tenant", sent)));
        }, iter: 5000, threads: 1);
    }

    [Test]
    public void Matches_HeaderInAnyScript_IsComparedAsItIsMeant()
    {
        var facts = Requests.Facts(headers: ("X-Tenant", Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("müller"))));
        Assert.That(Requests.Matches("header:X-Tenant=müller", facts), Is.True);
        Assert.That(Requests.Matches("header:X-Tenant=muller", facts), Is.False);
        Assert.That(Requests.Matches("header:X-Tenant=müller", Requests.Facts(headers: ("X-Tenant", "m\u00FCller"))), Is.True, "Latin-1");
    }

    private static DimensionReader Reader(DimensionsOptions dimensions)
    {
        var options = new FixedOptions(new GatewayOptions { Dimensions = dimensions });
        return new DimensionReader(
            options.Section<DimensionsOptions>(),
            options.Section<PrincipalOptions>(),
            options.Section<PoliciesOptions>(),
            new SamplingMetrics(Embedding.Metering.CreateFactory()));
    }

    private static bool IsMatched(DimensionValue value, in RequestFacts facts)
    {
        var scratch = default(MatchScratch);
        var scope = new Scope([new(value.Dimension, TestOperator.Equal, value.Value)]);
        return CompiledScope.TryCompile(scope, out _)!.Matches(facts, ref scratch);
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);
}
