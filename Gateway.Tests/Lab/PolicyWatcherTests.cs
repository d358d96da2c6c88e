using System.Net;
using Gateway.Lab.Load;
using Gateway.Lab.Variants;

namespace Gateway.Tests.Lab;

public sealed class PolicyWatcherTests
{
    private const string List = """
        {"items": [
          {"id": "p-1", "mode": "Enforce", "action": "Break", "scopeText": "route=a"},
          {"id": "p-2", "mode": "Shadow", "action": "Limit", "scopeText": "route=b"},
          {"id": "p-3", "mode": "Enforce", "action": "Observe", "scopeText": "route=c"}]}
        """;

    [Test]
    public async Task WatchAsync_ListAfterAFailure_KeepsWhatIsEnforced()
    {
        using var over = new CancellationTokenSource();
        var answers = new Queue<HttpResponseMessage>(
        [
            new(HttpStatusCode.OK) { Content = new StringContent("{ broken") },
            new(HttpStatusCode.ServiceUnavailable),
            new(HttpStatusCode.OK) { Content = new StringContent(List) },
        ]);
        using var client = new HttpClient(new Answering(answers, over));
        var watcher = new PolicyWatcher(client, new Uri("http://127.0.0.1:1/"), new RunClock(TimeProvider.System), TimeProvider.System);
        var seen = await watcher.WatchAsync(over.Token);
        Assert.That(seen.Select(s => (s.ScopeText, s.Action)), Is.EqualTo(new[] { ("route=a", "break") }));
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
