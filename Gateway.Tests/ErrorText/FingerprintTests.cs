using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Tests.ErrorText;

/// <summary>Bodies that differ in values only are the same error.</summary>
internal sealed partial class FingerprintTests
{
    [TestCase("java.lang.OutOfMemoryError: Java heap space")]
    [TestCase("dial tcp {ip}:9200: connect: connection refused")]
    [TestCase("org.elasticsearch.client.transport.NoNodeAvailableException: None of the configured nodes are available: [{ip}:9300]")]
    [TestCase("read tcp {ip}:{port}->{ip}:5432: read: connection reset by peer")]
    [TestCase(
        """{"error":{"message":"This model's maximum context length is 8192 tokens. However, your messages resulted in {int} tokens. """
            + """Please reduce the length of the """
            + """messages.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""")]
    [TestCase("HikariPool-1 - Connection is not available, request timed out after {int}ms (total=10, active=10, idle=0, waiting={int})")]
    [TestCase(
        "<html><head><title>500 Internal Server Error</title></head><body><h1>Internal Server Error</h1><pre>NullReferenceException: "
            + "Object reference not set to an instance of an object.\n   at Render.FontCache.Resolve(String name) in "
            + "/src/Render/FontCache.cs:line {int}</pre></body></html>")]
    [TestCase("""{"error":"simulated database timeout after {int} ms"}""")]
    [TestCase(
        """{"error":{"code":"40P01","message":"deadlock detected: Process {int} waits for ShareLock on transaction {int}; blocked by """
            + """process {int}."}}""")]
    [TestCase(
        """{"message":"Transaction (Process ID {int}) was deadlocked on lock resources with another process and has been chosen as """
            + """the deadlock victim. Rerun the transaction."}""")]
    [TestCase("""{"error":"deadlock detected on relation {int}"}""")]
    [TestCase("connection pool exhausted ({int} in use)")]
    [TestCase("order {uuid} of node-{int} failed at {ts}: request id {uuid}, attempt {int}/3, {int} bytes, {int}.{int}s")]
    [TestCase("{ts} ERROR [worker-{int}] upstream {ip} gave up on '{uuid}' (\"{ip}\")")]
    [TestCase("""{"detail":"Key (id)=({int}) already exists, path /orders/{int}?at={ts}"}""")]
    public void Read_OtherValues_SameFingerprint(string template)
    {
        var random = new Random(7);
        var texts = Enumerable.Range(0, 200).Select(_ => ErrorTexts.Of(Fill(template, random))).ToList();

        Assert.That(texts.Select(t => t.Masked).Distinct(), Has.Exactly(1).Items);
        Assert.That(texts.Select(t => t.Fingerprint).Distinct(), Has.Exactly(1).Items);
    }

    [Test]
    public void Read_OtherErrors_OtherFingerprints()
    {
        string[] bodies =
        [
            "deadlock detected", "connection refused", "40P01: failed", "40001: failed", "ORA-00060: failed", "ORA-01653: failed",
            "ECONNREFUSED", "ECONNRESET",
        ];

        Assert.That(bodies.Select(b => ErrorTexts.Of(b).Fingerprint).Distinct(), Has.Exactly(bodies.Length).Items);
    }

    private static string Fill(string template, Random random) => Placeholder().Replace(template, match => match.Value switch
    {
        // From one digit to seven, as counters and row numbers are.
        "{int}" => random.NextInt64((long)Math.Pow(10, random.Next(1, 8))).ToString(CultureInfo.InvariantCulture),
        "{port}" => random.Next(1, 65_536).ToString(CultureInfo.InvariantCulture),
        "{uuid}" => NewUuid(random).ToString(),
        "{ip}" => $"10.{random.Next(256)}.{random.Next(256)}.{random.Next(1, 255)}",
        _ => DateTimeOffset.FromUnixTimeMilliseconds(random.NextInt64(1_700_000_000_000))
            .ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
    });

    private static Guid NewUuid(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    [GeneratedRegex(@"\{(int|uuid|ip|port|ts)\}")]
    private static partial Regex Placeholder();
}
