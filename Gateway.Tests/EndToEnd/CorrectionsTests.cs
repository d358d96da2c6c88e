namespace Gateway.Tests.EndToEnd;

/// <summary>What an operator's correction does to the traffic.</summary>
public sealed class CorrectionsTests
{
    private const int MostRounds = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    [Test]
    public async Task Mute_ClusterThatIsActedOn_ItsRequestsReachTheUpstreamAgainUntilItIsResumed()
    {
        using var gateway = await GatewayProcess.StartWithModelAsync();
        var traffic = new Traffic(gateway, [null]);
        var refusal = await traffic.UntilRefusedAsync();
        var cluster = refusal.Json().GetProperty("clusters")[0].GetProperty("id").GetString()!;

        var muted = await gateway.PostAsync($"/admin/clusters/{cluster}/mute", """{"muted":true}""");
        Assert.That(muted.GetProperty("status").GetString(), Is.EqualTo("muted"));
        await UntilAsync(async () => (await gateway.ItemsAsync("/admin/policies")).Count == 0, "its policy must be withdrawn");
        await UntilAsync(async () => await traffic.RoundAsync() is null, "its requests must pass");
        for (var i = 0; i < 20; i++)
        {
            Assert.That(await traffic.RoundAsync(), Is.Null, "a muted cluster is not acted on again");
        }

        await gateway.PostAsync($"/admin/clusters/{cluster}/mute", """{"muted":false}""");
        await traffic.UntilRefusedAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            if (await isSo())
            {
                return;
            }

            await Task.Delay(Pause);
        }

        Assert.Fail(what);
    }
}
