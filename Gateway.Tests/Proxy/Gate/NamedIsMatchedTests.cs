using CsCheck;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Sampling;
using Gateway.Modules.Sampling.Dimensions;
using Gateway.Modules.Shared.Options;

namespace Gateway.Tests.Proxy.Gate;

public sealed class NamedIsMatchedTests
{
    [Test]
    public void Read_AnyRequest_WhatItNamesTheGateMatches()
    {
        var text = Gen.Char["abT1%+&=;? é-._$"].Array[0, 6].Select(c => new string(c));
        var pair = Gen.Select(Gen.OneOf(OneOf("tag", "format", "a"), text), text, Gen.Bool).Select((n, v, encoded) =>
            encoded ? $"{Uri.EscapeDataString(n)}={Uri.EscapeDataString(v)}" : $"{n}={v}");
        var segment = Gen.OneOf(OneOf("orders", "17", "gpt-4o-2024-08-06", "gpt-4-0613", "ord_8fk2Lq91", "{slug}"), text);
        var address = Gen.Byte.Array[16].Select(b => new System.Net.IPAddress(b));
        var options = new FixedOptions(new GatewayOptions { Dimensions = new() { MaxNamesPerRoute = 1024 } });
        var reader = new DimensionReader(
            options.Section<DimensionsOptions>(),
            options.Section<PrincipalOptions>(),
            options.Section<PoliciesOptions>(),
            new SamplingMetrics(Embedding.Metering.CreateFactory()));
        Gen.Select(pair.Array[0, 8], segment.Array[1, 5], address).Sample((pairs, segments, client) =>
        {
            var query = pairs.Length == 0 ? "" : "?" + string.Join('&', pairs);
            var path = "/" + string.Join('/', segments);
            var record = Sampling.OutcomeRecords.Create(query, path);
            record.ClientAddress = client;
            var facts = Requests.Facts(query, path, address: client);
            return reader.Read(record).Values
                .Where(v => v.Value != DimensionNames.Folded && v.Dimension != DimensionNames.Destination)
                .All(v =>
                {
                    var scratch = default(MatchScratch);
                    return CompiledScope.TryCompile(new Scope([new(v.Dimension, TestOperator.Equal, v.Value)]), out _)!.Matches(facts, ref scratch);
                });
        }, iter: 5000, threads: 1);
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);
}
