using Gateway.Modules.Proxy.Forwarding;
using Gateway.Modules.Proxy.Forwarding.Bodies;
using Gateway.Modules.Shared.Grpc;
using Yarp.ReverseProxy.Transforms;

namespace Gateway.Modules.Proxy.Rerouting;

/// <summary>
/// Between the headers and the body of an error answer: whether it is kept from the client because the request is sent again. Its text
/// is read first, as far as it is copied anyway: what is the fault of the request itself no other upstream may swallow. An answer that is
/// the client's gets its body back from its beginning.
/// </summary>
internal sealed class ErrorAnswers(
    FailedRequests requests, ErrorRecogniser recogniser, TimeProvider time, IClusteringEngine? clusters = null)
{
    /// <summary>How long an answer may take to say what is wrong; then it counts as one that says nothing.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1);

    private const int ReadAtOnce = 4096;

    /// <param name="outcome">Holds the copy of the body, which the answer's content fills while it is read.</param>
    public async ValueTask<bool> KeepAsync(RequestAttempts attempts, ResponseTransformContext context, OutcomeFeature outcome)
    {
        var response = context.ProxyResponse!;
        var status = (int)response.StatusCode;
        if (!requests.TryPrepare(attempts, context.HttpContext, RequestOutcome.UpstreamError, status))
        {
            return false;
        }

        var first = new MemoryStream();
        var rest = await response.Content.ReadAsStreamAsync(context.CancellationToken);
        var isWhole = await ReadAsync(rest, first, outcome.Body!, context.CancellationToken);
        if (!isWhole || !IsCallersFault(outcome, status))
        {
            return true;
        }

        requests.Cancel(attempts);
        response.Content = new StreamContent(new ReplayedBody(first.ToArray(), rest));
        return false;
    }

    /// <summary>Reads what is copied of the body. False where it broke or took too long, after which it cannot be read on.</summary>
    private async Task<bool> ReadAsync(Stream body, MemoryStream first, CapturedBody copy, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(MostTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var buffer = new byte[ReadAtOnce];
        try
        {
            while (!copy.Truncated && copy.Length < copy.Capacity)
            {
                var read = await body.ReadAsync(buffer, either.Token);
                if (read == 0)
                {
                    break;
                }

                first.Write(buffer, 0, read);
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private bool IsCallersFault(OutcomeFeature outcome, int status)
    {
        var record = new OutcomeRecord
        {
            Outcome = RequestOutcome.UpstreamError,
            Status = status,
            GrpcStatus = GrpcStatusCode.None,
            Body = outcome.Body,
        };
        return recogniser.ClusterOf(in record) is { } cluster && clusters?.GetCluster(cluster) is { } known && known.Kind.IsCallersFault();
    }
}
