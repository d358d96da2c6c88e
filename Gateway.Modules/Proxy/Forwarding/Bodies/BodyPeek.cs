using System.Buffers;
using System.IO.Pipelines;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Shared.Bodies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Modules.Proxy.Forwarding.Bodies;

/// <summary>
/// Reads the first bytes of a JSON body for the fields that are dimensions, and leaves the body to the forwarder as it came.
/// <para>
/// The bytes stay in the server's pipe: nothing is consumed, and the last look examines less than there is, so that the forwarder's first
/// read has them at once. Only where the client pauses before the fields have come are the bytes so far taken out and put in front of
/// the rest (<see cref="ReplayedBody"/>), since a pipe that was examined to its end would keep them until more arrives. A body is
/// looked at again only when it has doubled: the work is linear in the bytes looked at.
/// </para>
/// Not for gRPC, upgrades and <c>Expect: 100-continue</c>, whose bodies come only after an answer.
/// </summary>
internal sealed class BodyPeek(ForwardingState state, TimeProvider time)
{
    /// <summary>All the time a body may take to show its fields; then the request goes on without them.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether the request has a body that may have fields to look for. Allocates nothing.</summary>
    public bool Applies(HttpContext context)
    {
        var request = context.Request;
        return !state.Current.Dimensions.BodyFields.IsEmpty
            && state.Current.PeekBytes > 0
            && request.ContentLength != 0
            && MediaTypes.IsJson(request.ContentType)
            && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true }
            && request.Headers.Expect.Count == 0
            && context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true }
            && !(request.ContentLength > context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize);
    }

    /// <summary>The facts with the fields that were found.</summary>
    public async ValueTask<RequestFacts> AddToAsync(RequestFacts facts, HttpContext context)
    {
        var snapshot = state.Current;
        var fields = new BodyFieldReader(snapshot.Dimensions.BodyFields);
        try
        {
            await ReadAsync(context.Request, fields, snapshot.PeekBytes);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client is gone or broke the protocol: the forwarder meets the same and judges it.
        }

        return facts with { BodyFieldNames = snapshot.Dimensions.BodyFields, BodyFields = fields.Values };
    }

    private async ValueTask ReadAsync(HttpRequest request, BodyFieldReader fields, int most)
    {
        var reader = request.BodyReader;
        if (reader.TryRead(out var there))
        {
            var isEnough = IsEnough(there, 0, fields, most);
            reader.AdvanceTo(there.Buffer.Start, there.Buffer.Start);
            if (isEnough)
            {
                return;
            }
        }

        var patience = new Patience(reader);
        await using var timer = time.CreateTimer(static p => ((Patience)p!).End(), patience, MostTime, Timeout.InfiniteTimeSpan);
        var (examined, canceled) = await LookAsync(request, reader, fields, most);
        await timer.DisposeAsync();
        if (patience.IsOver && !canceled)
        {
            // The cancellation came too late for any read of ours and must not meet one of the forwarder's.
            var read = await reader.ReadAsync();
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.GetPosition(examined));
        }
    }

    /// <summary>Looks until there is enough. Returns how many bytes were examined before the last look, and whether time ran out.</summary>
    private static async ValueTask<(long Examined, bool Canceled)> LookAsync(
        HttpRequest request, PipeReader reader, BodyFieldReader fields, int most)
    {
        long looked = 0;
        long examined = 0;
        while (true)
        {
            var read = await reader.ReadAsync();
            if (read.IsCanceled)
            {
                fields.Read(read.Buffer);
                TakeOut(request, reader, read.Buffer);
                return (0, true);
            }

            if (IsEnough(read, looked, fields, most))
            {
                // Not past what was examined before, so that what is there is read again at once.
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.GetPosition(examined));
                return (examined, false);
            }

            examined = read.Buffer.Length;
            looked = examined >= looked * 2 ? examined : looked;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Whether nothing more is to be looked for: all is found, all is there, or it is as much as may be looked at.</summary>
    private static bool IsEnough(in ReadResult read, long looked, BodyFieldReader fields, int most)
    {
        var length = read.Buffer.Length;
        var isLast = read.IsCompleted || length >= most;
        return ((length >= looked * 2 || isLast) && fields.Read(read.Buffer.Slice(0, Math.Min(length, most)))) || isLast;
    }

    private static void TakeOut(HttpRequest request, PipeReader reader, in ReadOnlySequence<byte> buffer)
    {
        var bytes = buffer.ToArray();
        reader.AdvanceTo(buffer.End);
        if (bytes.Length > 0)
        {
            request.Body = new ReplayedBody(bytes, request.Body);
        }
    }

    /// <summary>Ends a read that waits.</summary>
    private sealed class Patience(PipeReader reader)
    {
        private volatile bool _over;

        public bool IsOver => _over;

        public void End()
        {
            _over = true;
            reader.CancelPendingRead();
        }
    }
}
