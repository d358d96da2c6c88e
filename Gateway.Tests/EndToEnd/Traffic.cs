namespace Gateway.Tests.EndToEnd;

/// <summary>Healthy and failing requests in turn, and what was answered.</summary>
internal sealed class Traffic(GatewayProcess gateway, params string?[] keys)
{
    /// <summary>A bound for a machine that is busy with other things: a refusal is due after some dozens.</summary>
    private const int MostRounds = 3000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public int Sent { get; private set; }

    public int UpstreamErrors { get; private set; }

    public int Refused { get; private set; }

    /// <summary>Sends until a failing request is refused, and returns the refusal. Healthy requests must pass all the time.</summary>
    public async Task<Answer> UntilRefusedAsync()
    {
        for (var round = 0; round < MostRounds; round++)
        {
            if (await RoundAsync() is { } refusal)
            {
                return refusal;
            }

            await Task.Delay(Pause);
        }

        throw new AssertionException($"No request was refused. {gateway.Output}");
    }

    /// <summary>One healthy and one failing request of each key; the last refusal, if there was one.</summary>
    public async Task<Answer?> RoundAsync()
    {
        Answer? refusal = null;
        foreach (var key in keys)
        {
            await SendHealthyAsync(key);
            var answer = await SendFailingAsync(key);
            refusal = answer.IsRefusal ? answer : refusal;
        }

        return refusal;
    }

    public async Task SendHealthyAsync(string? key)
    {
        var answer = await gateway.SendAsync(failing: false, key);
        Sent++;
        Assert.That(answer.Status, Is.EqualTo(200), answer.Body);
    }

    public async Task<Answer> SendFailingAsync(string? key)
    {
        var answer = await gateway.SendAsync(failing: true, key);
        Sent++;
        Refused += answer.IsRefusal ? 1 : 0;
        UpstreamErrors += answer.IsRefusal ? 0 : 1;
        Assert.That(answer.Status, Is.EqualTo(answer.IsRefusal ? 503 : 500), answer.Body);
        return answer;
    }
}
