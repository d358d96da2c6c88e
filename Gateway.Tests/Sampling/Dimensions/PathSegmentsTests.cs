using Gateway.Modules.Sampling;
using Gateway.Modules.Sampling.Dimensions;
using Gateway.Modules.Shared.Options;

namespace Gateway.Tests.Sampling.Dimensions;

internal sealed class PathSegmentsTests
{
    [Test]
    public void Read_SegmentWithManyValuesOfManyPrincipals_IsFolded()
    {
        var reader = Reader();
        for (var i = 0; i < 200; i++)
        {
            reader.Read(OutcomeRecords.Create(path: $"/users/{Word(i)}/orders", address: $"10.0.{i % 50}.1"));
        }

        Assert.That(PathsOf(reader, "/users/somebody/orders"), Does.Contain("/users/{*}/orders"));
        Assert.That(PathsOf(reader, "/users/17/invoices"), Does.Contain("/users/{*}/invoices"));
        Assert.That(PathsOf(reader, "/teams/red/orders"), Is.EqualTo(new[] { "/teams/red/orders" }));
    }

    [Test]
    public void Read_OneClientInventsSegments_FoldsNobodysPathAndWhatFailsIsNamed()
    {
        var reader = Reader();
        var lost = 0;
        for (var i = 0; i < 3000; i++)
        {
            reader.Read(OutcomeRecords.Create(path: $"/users/{Word(i)}/orders", address: "10.6.6.6", outcome: RequestOutcome.UpstreamError,
                second: i / 100.0));
            if (i < 500)
            {
                continue;
            }

            var paths = reader.Read(OutcomeRecords.Create(path: "/users/me/orders", address: $"10.0.{i % 50}.1",
                outcome: i % 10 == 0 ? RequestOutcome.UpstreamError : RequestOutcome.Success, second: i / 100.0)).Values
                .Where(v => v.Dimension == "path").Select(v => v.Value);
            lost += paths.SequenceEqual(["/users/me/orders"]) ? 0 : 1;
        }

        Assert.That(lost, Is.Zero);
    }

    [Test]
    public void Read_PathThatFailsWhenItsSegmentIsFolded_StaysNamedByItself()
    {
        var reader = Reader();
        for (var i = 0; i < 2000; i++)
        {
            reader.Read(OutcomeRecords.Create(path: $"/users/{Word(i)}/orders", address: $"10.0.{i % 50}.1", second: i / 100.0));
            var paths = PathsOf(reader, "/users/broken/orders", RequestOutcome.UpstreamError, i / 100.0);
            Assert.That(paths, Does.Contain("/users/broken/orders"), $"request {i}");
        }

        Assert.That(PathsOf(reader, "/users/broken/orders"), Does.Contain("/users/{*}/orders"));
    }

    private static DimensionReader Reader()
    {
        var options = new FixedOptions(new GatewayOptions());
        return new DimensionReader(
            options.Section<DimensionsOptions>(),
            options.Section<PrincipalOptions>(),
            options.Section<PoliciesOptions>(),
            new SamplingMetrics(Embedding.Metering.CreateFactory()));
    }

    private static string Word(int number) =>
        "user-" + string.Create(4, number, (letters, n) =>
        {
            for (var i = 0; i < letters.Length; i++, n /= 26)
            {
                letters[i] = (char)('a' + (n % 26));
            }
        });

    private static string[] PathsOf(
        DimensionReader reader, string path, RequestOutcome outcome = RequestOutcome.Success, double second = 30) =>
        [.. reader.Read(OutcomeRecords.Create(path: path, outcome: outcome, address: "10.9.9.9", second: second)).Values
            .Where(v => v.Dimension == "path").Select(v => v.Value)];
}
