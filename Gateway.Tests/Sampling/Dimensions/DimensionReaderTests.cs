using System.Net;
using CsCheck;
using Gateway.Modules.Sampling;
using Gateway.Modules.Sampling.Dimensions;
using Gateway.Modules.Shared.Options;
using Gateway.Modules.Shared.Requests;

namespace Gateway.Tests.Sampling.Dimensions;

internal sealed class DimensionReaderTests
{
    [Test]
    public void Read_PlainRequest_NamesEveryBuiltInDimension()
    {
        var record = OutcomeRecords.Create("?format=pdf");
        record.BodyBytes = 4096;

        var (values, voter) = Reader().Read(record);

        Assert.That(values.Select(v => $"{v.Dimension}={v.Value}"), Is.EquivalentTo(new[]
        {
            "route=orders", "method=GET", "upstream=shop", "destination=shop/1", "path=/api/orders/{int}", "principal=10.0.0.1",
            "bodyBytes=4096",
            "query:format=pdf",
        }));
        Assert.That(voter, Is.EqualTo("10.0.0.1"));
    }

    [Test]
    public void Read_Principal_IsTrustedKeyElseAddress() => Assert.Multiple(() =>
    {
        var keyed = Reader().Read(OutcomeRecords.Create(key: "k-secret"));
        var mapped = OutcomeRecords.Create();
        mapped.ClientAddress = IPAddress.Parse("::ffff:10.0.0.9");
        Assert.That(keyed.Voter, Is.EqualTo(PrincipalName.OfKey("k-secret")));
        Assert.That(ValueOf(keyed.Values, "principal"), Is.EqualTo(keyed.Voter));
        Assert.That(Reader().Read(mapped).Voter, Is.EqualTo("10.0.0.9"));
    });

    [Test]
    public void Read_Ipv6Address_StandsForItsNetwork() => Assert.Multiple(() =>
    {
        var addresses = new[] { "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1" };
        Assert.That(
            addresses.Select(a => Reader().Read(OutcomeRecords.Create(address: a)).Voter),
            Is.EqualTo(new[] { "2001:db8:1:2::/64", "2001:db8:1:2::/64", "2001:db8:1:3::/64" }));
        var single = Reader(new FixedOptions(new GatewayOptions { Principal = new() { Ipv6PrefixLength = 128 } }));
        Assert.That(single.Read(OutcomeRecords.Create(address: addresses[0])).Voter, Is.EqualTo(addresses[0]));
    });

    [Test]
    public void Read_UnknownProxy_HasNoPrincipalAndNoVote()
    {
        var record = OutcomeRecords.Create();
        record.PeerIsProxy = true;

        var (values, voter) = Reader().Read(record);

        Assert.That(voter, Is.EqualTo(PrincipalName.Nobody));
        Assert.That(values.Select(v => v.Dimension), Does.Not.Contain("principal"));
    }

    [Test]
    public void Read_UnknownDestinationOrSize_HasNoDimension()
    {
        var record = OutcomeRecords.Create();
        record.Destination = null;

        Assert.That(Reader().Read(record).Values.Select(v => v.Dimension), Does.Not.Contain("destination").And.Not.Contain("bodyBytes"));
    }

    [TestCase("?a=one+word%21", "one word!")]
    [TestCase("?a=same&a=same", "same")]
    [TestCase("?x=1&a=%zz", "%zz")]
    [TestCase("?a", "")]
    [TestCase("?a=", "")]
    [TestCase("?&&=x&a=b=c", "b=c")]
    [TestCase("?%61=b", "b")]
    public void Read_Query_Decodes(string query, string expected) => Assert.That(Query(query), Is.EqualTo(expected));

    [Test]
    public void Read_FewModelsInThePath_AreNamedBesideTheirTemplateAndManyAreNot()
    {
        var reader = Reader();
        string[] Paths(string model, bool failed)
        {
            var record = OutcomeRecords.Create(path: $"/models/{model}/invoke",
                outcome: failed ? RequestOutcome.UpstreamError : RequestOutcome.Success);
            return [.. reader.Read(record).Values.Where(v => v.Dimension == "path").Select(v => v.Value)];
        }

        Assert.That(Paths("gpt-4o-2024-08-06", failed: false),
            Is.EqualTo(new[] { "/models/{slug}/invoke", "/models/gpt-4o-2024-08-06/invoke" }));
        for (var i = 0; i < 500; i++)
        {
            Paths($"order-{1000 + i}", failed: false);
        }

        Assert.That(Paths("order-2000", failed: false), Is.EqualTo(new[] { "/models/{slug}/invoke" }));
        Assert.That(Paths("gpt-4-0613", failed: true), Is.EqualTo(new[] { "/models/{slug}/invoke", "/models/gpt-4-0613/invoke" }),
            "what fails has room");
    }

    [Test]
    public void Read_RepeatedParameter_NamesEveryValueWithinABound()
    {
        var values = Reader().Read(OutcomeRecords.Create("?tag=a&x=y&tag=b&tag=a&tag=c&tag=d&tag=e")).Values;

        Assert.That(values.Where(v => v.Dimension == "query:tag").Select(v => v.Value), Is.EqualTo(new[] { "a", "b", "c", "d" }));
    }

    [TestCase("?b=1")]
    [TestCase("")]
    [TestCase("?")]
    public void Read_AbsentParameter_HasNoDimension(string query) => Assert.That(Query(query), Is.Null);

    [Test]
    public void Read_SecretOrStrangeName_IsNeverDiscovered(
        [Values("access_token", "Password", "apiKey", "sessionId", "userEmail", "phone", "cardNumber", "X-Signature", "authCode", "pin",
            "national_id",
            "na me", "n%00", "emails[]")] string name)
    {
        var reader = Reader(new DimensionsOptions { SecretNames = ["NATIONAL"] });

        var values = reader.Read(OutcomeRecords.Create($"?{name}=abc&shipping=fast")).Values;

        Assert.That(values.Select(v => v.Dimension).Where(d => d.StartsWith("query:", StringComparison.Ordinal)),
            Is.EqualTo(new[] { "query:shipping" }));
    }

    [TestCase("true", true)]
    [TestCase("sixteen-letters-", true)]
    [TestCase("seventeen-letters", false)]
    [TestCase("a1", false)]
    [TestCase("a@b.org", false)]
    [TestCase("{*}", false)]
    [TestCase("abcdefabcdefabcd", false)]
    public void Read_ValueOfOneVoter_IsShownOnlyWhenAShortWord(string value, bool shown) =>
        Assert.That(Query($"?a={Uri.EscapeDataString(value)}"), Is.EqualTo(shown ? value : ValueHash.TextOf(value)));

    [Test]
    public void Read_ValueOfThreeVoters_IsShown()
    {
        var reader = Reader();

        var shown = new[] { "10.0.0.1", "10.0.0.2", "10.0.0.2", "10.0.0.1", "10.0.0.3", "10.0.0.1" }
            .Select(a => ValueOf(reader.Read(OutcomeRecords.Create("?model=gpt-4o", address: a)).Values, "query:model"));

        var hash = ValueHash.TextOf("gpt-4o");
        Assert.That(shown, Is.EqualTo(new[] { hash, hash, hash, hash, "gpt-4o", "gpt-4o" }));
    }

    [Test]
    public void Read_ValueOfThreeVotersThatIsLongOrReadsLikeAHash_StaysHashed([Values("0123456789abcdef", "long")] string value)
    {
        var reader = Reader();
        var text = value == "long" ? new string('x', 65) : value;

        var shown = Enumerable.Range(1, 5)
            .Select(i => ValueOf(reader.Read(OutcomeRecords.Create($"?a={text}", address: $"10.0.0.{i}")).Values, "query:a"));

        Assert.That(shown, Is.All.EqualTo(ValueHash.TextOf(text)));
    }

    [Test]
    public void Read_ConfiguredHeadersAndFields_ComeFromTheirSlots()
    {
        var reader = Reader(new DimensionsOptions { Names = ["header:X-Tenant-Id", "body:model", "header:X-Session"] });
        var record = OutcomeRecords.Create();
        record.Headers[0] = "acme";
        record.Headers[1] = "abc";
        record.BodyFields[0] = "opus";

        var values = reader.Read(record).Values;

        Assert.Multiple(() =>
        {
            Assert.That(ValueOf(values, "header:X-Tenant-Id"), Is.EqualTo("acme"));
            Assert.That(ValueOf(values, "header:X-Session"), Is.EqualTo(ValueHash.TextOf("abc")), "a secret name hashes even short words");
            Assert.That(ValueOf(values, "body:model"), Is.EqualTo("opus"));
        });
    }

    [Test]
    public void Read_OptionsChanged_TakesTheNewNames()
    {
        var options = new FixedOptions(new GatewayOptions());
        var reader = Reader(options);
        var record = OutcomeRecords.Create();
        record.Headers[0] = "acme";

        Assert.That(ValueOf(reader.Read(record).Values, "header:X-Tenant-Id"), Is.Null);
        options.Set(new GatewayOptions { Dimensions = new DimensionsOptions { Names = ["header:X-Tenant-Id"] } });
        Assert.That(ValueOf(reader.Read(record).Values, "header:X-Tenant-Id"), Is.EqualTo("acme"));
    }

    [Test]
    public void Read_MoreValuesThanTheCap_FoldsTheLaterOnes()
    {
        var reader = Reader(new DimensionsOptions { MaxValuesPerName = 3 });

        var shown = new[] { "a", "b", "c", "d", "a",
            "e" }.Select(v => ValueOf(reader.Read(OutcomeRecords.Create($"?q={v}")).Values, "query:q"));
        var paths = new[] { "/a", "/b", "/c", "/d", "/a" }.Select(p => ValueOf(reader.Read(OutcomeRecords.Create(path: p)).Values, "path"));

        Assert.Multiple(() =>
        {
            Assert.That(shown, Is.EqualTo(new[] { "a", "b", "c", "{*}", "a", "{*}" }));
            Assert.That(paths, Is.EqualTo(new[] { "/a", "/b", "{*}", "{*}", "/a" }), "the template of the requests before took one place");
        });
    }

    [Test]
    public void Read_MoreNamesThanTheCap_LeavesTheLaterOnesOutPerRoute()
    {
        var reader = Reader(new DimensionsOptions { MaxNamesPerRoute = 2 });
        reader.Read(OutcomeRecords.Create("?a=x&b=x&c=x"));

        Assert.Multiple(() =>
        {
            Assert.That(QueryNames(reader.Read(OutcomeRecords.Create("?c=x&b=x")).Values), Is.EqualTo(new[] { "query:b" }));
            Assert.That(QueryNames(reader.Read(OutcomeRecords.Create("?c=x", route: "other")).Values), Is.EqualTo(new[] { "query:c" }));
            Assert.That(
                QueryNames(Reader(new DimensionsOptions { MaxNamesPerRoute = 0 }).Read(OutcomeRecords.Create("?c=x")).Values), Is.Empty);
        });
    }

    [Test]
    public void Read_JunkNamesOnce_GiveUpTheirPlaceInTime()
    {
        var reader = Reader(new DimensionsOptions { MaxNamesPerRoute = 2 });
        reader.Read(OutcomeRecords.Create("?junk=x&scrap=x"));

        for (var minute = 1; minute <= 25; minute++)
        {
            reader.Read(OutcomeRecords.Create("?format=pdf", second: minute * 60));
        }

        Assert.That(QueryNames(reader.Read(OutcomeRecords.Create("?format=pdf", second: 1600)).Values),
            Is.EqualTo(new[] { "query:format" }));
    }

    [Test]
    public void Read_OneRequestWithJunkNames_LeavesRoomForOthers()
    {
        var reader = Reader();
        reader.Read(OutcomeRecords.Create("?" + string.Join('&', Enumerable.Range(0, 40).Select(i => $"junk{i}=x")), address: "10.0.0.66"));

        Assert.That(QueryNames(reader.Read(OutcomeRecords.Create("?format=pdf", second: 1)).Values), Is.EqualTo(new[] { "query:format" }));
    }

    [Test]
    public void Read_OneFailingTenantOfFourHundred_GetsAPlaceAtOnce([Values] bool keys)
    {
        var reader = Reader(new DimensionsOptions { Names = ["header:X-Tenant-Id"] });
        string? Tenant(string name, int i, bool failed)
        {
            var record = failed ? OutcomeRecords.Failed("down", i / 40.0) : OutcomeRecords.Create(second: i / 40.0);
            record.Headers[0] = name;
            record.PrincipalKey = keys ? name : $"key-{i % 8}";
            var shown = ValueOf(reader.Read(in record).Values, "header:X-Tenant-Id");
            record.Body?.Dispose();
            return shown;
        }

        for (var i = 0; i < 1600; i++)
        {
            Tenant(Word(i % 400), i, failed: false);
        }

        Assert.Multiple(() =>
        {
            for (var i = 1600; i < 3200; i++)
            {
                Tenant(Word(i % 400), i, failed: false);
                if (i % 4 == 0)
                {
                    Assert.That(Tenant("zeta", i, failed: true), Is.EqualTo("zeta"));
                }
            }
        });
    }

    private static string Word(int number) =>
        new([(char)('a' + (number / 26 / 26)), (char)('a' + (number / 26 % 26)), (char)('a' + (number % 26))]);

    [Test]
    public void Read_AnyQuery_KeepsToItsCaps()
    {
        var reader = Reader(new DimensionsOptions { MaxNamesPerRoute = 8, MaxValuesPerName = 4 });
        Gen.String.Array[0, 20].Select(p => "?" + string.Join('&', p)).Sample(
            query => QueryNames(reader.Read(OutcomeRecords.Create(query)).Values).Distinct().Count() <= 8, iter: 2000, threads: 1);
    }

    private static DimensionReader Reader(DimensionsOptions? options = null) =>
        Reader(new FixedOptions(new GatewayOptions { Dimensions = options ?? new() }));

    private static DimensionReader Reader(FixedOptions options) => new(
        options.Section<DimensionsOptions>(),
        options.Section<PrincipalOptions>(),
        options.Section<PoliciesOptions>(),
        new SamplingMetrics(Embedding.Metering.CreateFactory()));

    private static string? Query(string query) => ValueOf(Reader().Read(OutcomeRecords.Create(query)).Values, "query:a");

    private static string? ValueOf(IEnumerable<DimensionValue> values, string dimension) =>
        values.Where(v => v.Dimension == dimension).Select(v => v.Value).SingleOrDefault();

    private static IEnumerable<string> QueryNames(IEnumerable<DimensionValue> values) =>
        values.Select(v => v.Dimension).Where(d => d.StartsWith("query:", StringComparison.Ordinal));
}
