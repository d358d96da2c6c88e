using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Gateway.Lab.GroundTruth;

namespace Gateway.Lab.Load;

/// <summary>
/// Sends a plan open-loop: a thread of its own hands each request to the pool when it is due, whatever became of the earlier ones.
/// </summary>
/// <param name="retrying">Who tries again; null where nobody does.</param>
internal sealed class LoadGenerator(HttpClient client, Uri target, RetryingClients? retrying = null)
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestNap = TimeSpan.FromMilliseconds(50);

    public static HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        MaxConnectionsPerServer = 1024,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
    })
    { Timeout = RequestTimeout };

    public async Task<ImmutableArray<RequestRecord>> RunAsync(ImmutableArray<PlannedRequest> plan, RunClock clock,
        CancellationToken cancellationToken)
    {
        var answers = new Task<List<RequestRecord>>[plan.Length];
        var finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Dispatch(plan, answers, clock, finished, cancellationToken))
        {
            IsBackground = true,
            Name = "lab-dispatch",
            Priority = ThreadPriority.AboveNormal,
        };
        thread.Start();
        await finished.Task;
        return [.. (await Task.WhenAll(answers)).SelectMany(records => records)];
    }

    private void Dispatch(
        ImmutableArray<PlannedRequest> plan,
        Task<List<RequestRecord>>[] answers,
        RunClock clock,
        TaskCompletionSource finished,
        CancellationToken cancellationToken)
    {
        for (var i = 0; i < plan.Length; i++)
        {
            var request = plan[i];
            while (request.AtMs - clock.NowMs is var left and > 0)
            {
                if (cancellationToken.WaitHandle.WaitOne(
                    TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(left), 1, LongestNap.TotalMilliseconds))))
                {
                    break;
                }
            }

            if (cancellationToken.IsCancellationRequested)
            {
                finished.TrySetCanceled(cancellationToken);
                return;
            }

            answers[i] = Task.Run(() => SendUntilDoneAsync(request, clock, cancellationToken), CancellationToken.None);
        }

        finished.TrySetResult();
    }

    /// <summary>Sends a request, and again as often as its client likes.</summary>
    private async Task<List<RequestRecord>> SendUntilDoneAsync(
        PlannedRequest request, RunClock clock, CancellationToken cancellationToken)
    {
        var records = new List<RequestRecord>(1);
        for (var next = request; next is not null; next = retrying?.After(next, records[^1]))
        {
            await clock.WaitUntilAsync(next.AtMs, cancellationToken);
            records.Add(await SendAsync(next, clock, cancellationToken));
        }

        return records;
    }

    private async Task<RequestRecord> SendAsync(PlannedRequest planned, RunClock clock, CancellationToken cancellationToken)
    {
        var sentMs = clock.NowMs;
        var record = new RequestRecord
        {
            AtMs = planned.AtMs,
            DoneMs = sentMs,
            LagMs = sentMs - planned.AtMs,
            Fate = Fate.Failed,
            Unanswered = true,
            Class = planned.Verdict.Class,
            DoomedBy = planned.Verdict.DoomedBy,
            Matches = planned.Verdict.Matches,
            Capacity = planned.Verdict.Capacity,
            Upstream = planned.Facts.Upstream,
            Attempt = planned.Attempt,
        };
        try
        {
            using var message = MessageFor(planned);
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

            // From here on there was an answer, even if an upstream breaks off its body.
            record = record with
            {
                Unanswered = false,
                Status = (int)response.StatusCode,
                HoldOut = response.Headers.Contains(LabHeaders.HoldOut),
                ServedBy = response.Headers.TryGetValues(LabHeaders.ServedBy, out var names) ? string.Concat(names) : "",
            };
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            var refusal = RefusalReader.Read(response.Content.Headers.ContentType, body);
            return record with
            {
                DoneMs = clock.NowMs,
                Fate = refusal is not null ? Fate.Refused : IsFailure(planned, record.Status) ? Fate.Failed : Fate.Succeeded,
                Refusal = refusal,
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return record with { DoneMs = clock.NowMs };
        }
    }

    /// <summary>A 404 that is the request's usual answer is none; what a fault answers is one, whatever its status.</summary>
    private static bool IsFailure(PlannedRequest planned, int status) => status >= 400
        && (status != planned.HealthyStatus || planned.Verdict.Class is RequestClass.Doomed or RequestClass.Noise);

    private HttpRequestMessage MessageFor(PlannedRequest planned)
    {
        var message = new HttpRequestMessage(new HttpMethod(planned.Facts.Method), new Uri(target, planned.Target));
        message.Headers.TryAddWithoutValidation(LabHeaders.RequestId, planned.Id.ToString(CultureInfo.InvariantCulture));
        message.Headers.TryAddWithoutValidation(LabHeaders.At, planned.AtMs.ToString("F3", CultureInfo.InvariantCulture));
        message.Headers.TryAddWithoutValidation(LabHeaders.Item, planned.Item.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, value) in planned.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (planned.HasBody)
        {
            message.Content = new ByteArrayContent(PaddedBody.Create(planned.Facts.Body, planned.Facts.BodyBytes));
            message.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }

        return message;
    }
}
