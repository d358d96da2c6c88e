using System.Text.Json;
using Gateway.Tests.Telemetry;

namespace Gateway.Tests.EndToEnd;

/// <summary>What the metrics count is what was sent, and what the admin API says.</summary>
public sealed class AccountsTests
{
    private const int MostLooks = 1500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    [Test]
    public async Task Scrape_AfterRefusals_AgreesWithWhatWasSentAndWithTheAdminApi()
    {
        using var gateway = await GatewayProcess.StartWithModelAsync();
        var traffic = new Traffic(gateway, [null]);
        await traffic.UntilRefusedAsync();
        await UntilHoldOutAsync(gateway, traffic);
        var (scrape, policy, stats, clusters) = await SettledAsync(gateway, traffic);
        var totals = stats.GetProperty("totals");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Sum(scrape, "gateway_requests_total"), Is.EqualTo(traffic.Sent));
            Assert.That(Sum(scrape, "gateway_requests_total", "outcome=\"refused\""), Is.EqualTo(traffic.Refused));
            Assert.That(Sum(scrape, "gateway_requests_total", "outcome=\"upstream_error\""), Is.EqualTo(traffic.UpstreamErrors));
            Assert.That(Sum(scrape, "gateway_refusals_total"), Is.EqualTo(traffic.Refused));
            Assert.That(totals.GetProperty("refused").GetInt64(), Is.EqualTo(traffic.Refused));
            Assert.That(totals.GetProperty("allowed").GetInt64(), Is.EqualTo(traffic.Sent - traffic.Refused));
            Assert.That(policy.GetProperty("counts").GetProperty("refused").GetInt64(), Is.EqualTo(traffic.Refused));
        }

        foreach (var cluster in clusters)
        {
            var label = $"cluster=\"{cluster.GetProperty("id").GetString()}\"";
            Assert.That(Sum(scrape, "gateway_cluster_size", label), Is.EqualTo(cluster.GetProperty("size").GetDouble()));
        }

        var acting = policy.GetProperty("clusterIds").EnumerateArray().Select(id => id.GetString()).ToArray();
        Assert.That(acting, Is.Not.Empty);
        foreach (var id in acting)
        {
            Assert.That(Sum(scrape, "gateway_circuit_breaker_state", $"cluster=\"{id}\""),
                Is.EqualTo(NumberOf(policy.GetProperty("state").GetString()!)));
        }

        Assert.That(
            scrape.Value("gateway_policy_false_kill_ratio", $"policy=\"{policy.GetProperty("id").GetString()}\""),
            Is.EqualTo(policy.GetProperty("falseKill").GetProperty("ratio").GetDouble()));
    }

    /// <summary>A false-kill ratio is there once a hold-out has come back.</summary>
    private static async Task UntilHoldOutAsync(GatewayProcess gateway, Traffic traffic)
    {
        for (var look = 0; look < MostLooks; look++)
        {
            await traffic.SendFailingAsync(null);
            var policy = (await gateway.ItemsAsync("/admin/policies")).Single();
            if (policy.GetProperty("falseKill").ValueKind == JsonValueKind.Object)
            {
                return;
            }

            await Task.Delay(Pause);
        }

        Assert.Fail("No hold-out was sent.");
    }

    /// <summary>A scrape between two equal looks at the admin API, once every error has found its way into a cluster.</summary>
    private static async Task<(Scrape Scrape, JsonElement Policy, JsonElement Stats, IReadOnlyList<JsonElement> Clusters)> SettledAsync(
        GatewayProcess gateway, Traffic traffic)
    {
        for (var look = 0; look < MostLooks; look++)
        {
            var clusters = await gateway.ItemsAsync("/admin/clusters");
            var before = (await gateway.ItemsAsync("/admin/policies")).Single();
            var scrape = await gateway.ScrapeAsync();
            var after = (await gateway.ItemsAsync("/admin/policies")).Single();
            var isSettled = clusters.Sum(c => c.GetProperty("size").GetDouble()) == traffic.UpstreamErrors;
            if (isSettled && before.GetRawText() == after.GetRawText())
            {
                return (scrape, after, await gateway.GetAsync("/admin/stats"), clusters);
            }

            await Task.Delay(Pause);
        }

        throw new AssertionException($"The clusters never came to {traffic.UpstreamErrors} errors. {gateway.Output}");
    }

    private static double Sum(Scrape scrape, string name, string label = "") =>
        scrape.Samples.Where(s => s.Name == name && s.Labels.Contains(label, StringComparison.Ordinal)).Sum(s => s.Value);

    private static int NumberOf(string state) => Array.IndexOf(["Closed", "Open", "HalfOpen", "Isolated"], state);
}
