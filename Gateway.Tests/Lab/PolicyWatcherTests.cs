using System.Net;
using Gateway.Lab.Figures;
using Gateway.Lab.Load;
using Gateway.Lab.Variants;

namespace Gateway.Tests.Lab;

public sealed class PolicyWatcherTests
{
    private const string List = """
        {"items": [
          {"id": "p-1", "mode": "Enforce", "action": "Break", "scopeText": "route=a", "falseKill": FALSEKILL},
          {"id": "p-2", "mode": "MODE", "action": "Limit", "scopeText": "route=b", "falseKill": null},
          {"id": "p-3", "mode": "Enforce", "action": "Observe", "scopeText": "route=c"}]}
        """;

    private static HttpResponseMessage Answer(string mode, string falseKill = "null") => new(HttpStatusCode.OK)
    {
        Content = new StringContent(
            List.Replace("MODE", mode, StringComparison.Ordinal).Replace("FALSEKILL", falseKill, StringComparison.Ordinal)),
    };

    private static async Task<IReadOnlyList<PolicyLife>> WatchAsync(params HttpResponseMessage[] answers)
    {
        using var over = new CancellationTokenSource();
        using var client = new HttpClient(new Answering(new Queue<HttpResponseMessage>(answers), over));
        return await new PolicyWatcher(client, new Uri("http://127.0.0.1:1/"), new RunClock(TimeProvider.System), TimeProvider.System)
            .WatchAsync(over.Token);
    }

    [Test]
    public async Task WatchAsync_ListAfterAFailure_KeepsWhatIsListed()
    {
        var lives = await WatchAsync(
            new(HttpStatusCode.OK) { Content = new StringContent("{ broken") }, new(HttpStatusCode.ServiceUnavailable), Answer("Shadow"));
        Assert.That(lives.Select(l => (l.Id, l.ScopeText, l.Action, l.Mode, l.IsEnforced)), Is.EqualTo(new[]
        {
            ("p-1", "route=a", "break", "enforce", true),
            ("p-2", "route=b", "limit", "shadow", false),
            ("p-3", "route=c", "observe", "enforce", false),
        }));
    }

    [Test]
    public async Task WatchAsync_SeenAgain_IsOneLifeWithItsLatestEstimate()
    {
        var lives = await WatchAsync(
            Answer("Shadow"), Answer("Shadow", """{"ratio": 0.25, "low": 0.1, "high": 0.5}"""), Answer("Shadow"));
        Assert.That(lives, Has.Count.EqualTo(3));
        Assert.That(lives[0].FalseKill, Is.EqualTo(new FalseKillInterval(0.25, 0.1, 0.5)));
        Assert.That(lives[0].ToMs, Is.GreaterThan(lives[0].FromMs));
    }

    [Test]
    public async Task WatchAsync_ModeChanges_IsAnotherLife()
    {
        var lives = await WatchAsync(Answer("Shadow"), Answer("Enforce"));
        Assert.That(lives.Where(l => l.Id == "p-2").Select(l => l.Mode), Is.EqualTo(new[] { "shadow", "enforce" }));
    }

    /// <summary>Gives the answers in turn and ends the watch at the first question after them.</summary>
    private sealed class Answering(Queue<HttpResponseMessage> answers, CancellationTokenSource over) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (answers.TryDequeue(out var answer))
            {
                return Task.FromResult(answer);
            }

            over.Cancel();
            return Task.FromCanceled<HttpResponseMessage>(over.Token);
        }
    }
}
