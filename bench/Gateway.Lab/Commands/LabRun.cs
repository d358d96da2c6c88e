using Gateway.Lab.Figures;
using Gateway.Lab.Load;
using Gateway.Lab.Scenarios;
using Gateway.Lab.Upstreams;
using Gateway.Lab.Variants;

namespace Gateway.Lab.Commands;

/// <summary>One run: upstreams up, variant up, load, all down again.</summary>
internal static class LabRun
{
    private const int WarmUpCalls = 200;

    public static async Task<RunLog> RunAsync(Scenario scenario, string variant, int seed, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var plan = LoadPlan.Draw(scenario, seed);
        await using var upstreams = await UpstreamFarm.StartAsync(scenario, seed, time, cancellationToken);
        await using var proxy = VariantProcess.Start(variant, scenario, upstreams.Addresses, seed);
        using var client = LoadGenerator.CreateClient();
        var log = new RunLog(scenario, variant, seed, [], [], 0, null);
        if (await proxy.WaitUntilReadyAsync(client, time, cancellationToken) is { } problem)
        {
            return log with { NotStarted = problem, Tail = proxy.Tail() };
        }

        await WarmUpAsync(client, proxy.Address, upstreams, cancellationToken);
        var clock = new RunClock(time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = variant == VariantNames.Gateway
            ? new PolicyWatcher(client, proxy.Address, clock, time).WatchAsync(over.Token)
            : Task.FromResult<IReadOnlyList<PolicyLife>>([]);
        try
        {
            var requests = await new LoadGenerator(client, proxy.Address, new RetryingClients(scenario, seed))
                .RunAsync(plan, clock, cancellationToken);
            await over.CancelAsync();
            return log with
            {
                Requests = requests,
                Listed = await watching,
                UpstreamErrors = upstreams.Errors,
                Died = proxy.ExitCode,
                Tail = proxy.Tail(),
            };
        }
        finally
        {
            await over.CancelAsync();
            await watching;
        }
    }

    /// <summary>Compiles the code on the way without sending one request of the scenario's, from which the gateway could learn.</summary>
    private static async Task WarmUpAsync(HttpClient client, Uri proxy, UpstreamFarm upstreams, CancellationToken cancellationToken)
    {
        for (var i = 0; i < WarmUpCalls; i++)
        {
            using var ready = await client.GetAsync(new Uri(proxy, "/ready"), cancellationToken);
            using var answer = await client.GetAsync(upstreams.Addresses[i % upstreams.Addresses.Length].Address, cancellationToken);
        }
    }
}
