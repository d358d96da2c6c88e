using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Gateway.Modules.Messaging;
using Gateway.Tests.Doubles;

namespace Gateway.Tests.Messaging;

public sealed class SampleSerializerTests
{
    /// <summary>Events of this form lie in topics: a change of these lines is a change of the schema.</summary>
    private static readonly string GoldenFull =
        File.ReadAllText(Repository.PathOf("Gateway.Tests/Messaging/sample-full.json")).TrimEnd();

    [Test]
    public void Write_FullSample_IsTheGoldenForm()
    {
        Assert.That(Encoding.UTF8.GetString(SampleSerializer.Write(Samples.Full)), Is.EqualTo(GoldenFull));
    }

    [Test]
    public void TryRead_GoldenForm_IsTheSample()
    {
        Assert.That(Read(GoldenFull, out var sample), Is.EqualTo(SampleReading.Read));
        AssertSame(sample!, Samples.Full);
    }

    [Test]
    public void TryRead_WhatWasWritten_IsTheSame()
    {
        var samples =
            from id in Gen.String
            from weight in Gen.Double[1, 1e12]
            from fingerprint in Gen.ULong
            from outcome in Gen.Enum<RequestOutcome>()
            from dimensions in Gen.Select(Gen.String, Gen.String, (d, v) => new DimensionValue(Clean(d), Clean(v))).Array[0, 12]
            from hasError in Gen.Bool
            select (hasError ? Samples.Full : Samples.Success) with
            {
                EventId = Clean(id),
                Weight = weight,
                Outcome = outcome,
                Dimensions = [.. dimensions],
                Error = hasError ? new MaskedError(Clean(id), new Fingerprint(fingerprint), "4xx") : null,
            };
        samples.Sample(sample =>
        {
            Assert.That(SampleSerializer.TryRead(SampleSerializer.Write(sample), out var read), Is.EqualTo(SampleReading.Read));
            AssertSame(read!, sample);
        });
    }

    [Test]
    public void TryRead_NewerSchema_IsUnreadableWhateverItsShape()
    {
        Assert.That(Read("""{"dimensions":"elsewhere","schema":2}""", out var sample), Is.EqualTo(SampleReading.NewerSchema));
        Assert.That(sample, Is.Null);
    }

    [Test]
    public void TryRead_UnknownMember_IsIgnored()
    {
        var json = JsonNode.Parse(GoldenFull)!.AsObject();
        json["region"] = "eu";
        Assert.That(Read(json.ToJsonString(), out _), Is.EqualTo(SampleReading.Read));
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"schema":"1"}""")]
    [TestCase("""{"schema":0}""")]
    [TestCase("""{"schema":1}""")]
    [TestCase("""{"schema":1,""")]
    [TestCase("\u0000\u0001")]
    public void TryRead_NoEvent_IsMalformed(string text)
    {
        Assert.That(Read(text, out var sample), Is.EqualTo(SampleReading.Malformed));
        Assert.That(sample, Is.Null);
    }

    [TestCase("dimensions", null)]
    [TestCase("upstream", null)]
    [TestCase("weight", "0.5")]
    [TestCase("weight", "\"many\"")]
    [TestCase("outcome", "\"Exploded\"")]
    [TestCase("error", """{"masked":"x","fingerprint":"12","guardKey":"5xx"}""")]
    [TestCase("completedAt", "\"yesterday\"")]
    public void TryRead_MemberAgainstTheRules_IsMalformed(string member, string? value)
    {
        var json = JsonNode.Parse(GoldenFull)!.AsObject();
        json[member] = value is null ? null : JsonNode.Parse(value);
        Assert.That(Read(json.ToJsonString(), out _), Is.EqualTo(SampleReading.Malformed));
    }

    private static SampleReading Read(string json, out OutcomeSample? sample) =>
        SampleSerializer.TryRead(Encoding.UTF8.GetBytes(json), out sample);

    /// <summary>Lone surrogates have no UTF-8 form.</summary>
    private static string Clean(string text) => new([.. text.Where(c => !char.IsSurrogate(c))]);

    private static void AssertSame(OutcomeSample read, OutcomeSample written)
    {
        Assert.That(read with { Dimensions = [] }, Is.EqualTo(written with { Dimensions = [] }));
        Assert.That(read.Dimensions, Is.EqualTo(written.Dimensions));
    }
}
