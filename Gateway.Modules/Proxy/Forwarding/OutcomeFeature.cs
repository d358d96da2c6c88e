using Gateway.Modules.Proxy.Forwarding.ErrorsInBody;
using Gateway.Modules.Proxy.Forwarding.Grpc;
using Gateway.Modules.Shared.Grpc;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Modules.Proxy.Forwarding;

/// <summary>
/// What is known of a request between the answer's headers and its end. Made only where there is something to know, an error
/// answer, a late one, a body to look into or a permit: the ordinary request has none.
/// </summary>
internal sealed class OutcomeFeature
{
    /// <summary>Whether the upstream's status is an error, or a 4xx that may be the caller's fault.</summary>
    public bool ErrorAnswer { get; set; }

    /// <summary>The copy of the error body; belongs to whoever takes the outcome record.</summary>
    public CapturedBody? Body { get; set; }

    /// <summary>Looks into the body of an answer whose status is none of an error, where the route asks for it.</summary>
    public BodyErrorFinder? Finder { get; set; }

    /// <summary>Whether the status was none of an error and the body says that it is one.</summary>
    public bool ErrorInBody { get; private set; }

    /// <summary>How a gRPC-Web call ended, which stands in the body.</summary>
    public GrpcTrailers Trailers { get; private set; } = GrpcTrailers.Nothing;

    /// <summary>Whether the headers of a good answer came later than the route allows.</summary>
    public bool IsLate { get; set; }

    /// <summary>What the gate's policies await.</summary>
    public PermitDeadline? Permits { get; set; }

    /// <summary>What the policies about the chosen destination await.</summary>
    public PermitDeadline? Ejection { get; set; }

    /// <summary>Whether somebody waits to be told what became of the request.</summary>
    public bool IsAwaited => Permits is { Ended: false } || Ejection is { Ended: false };

    /// <summary>Whether the gateway answered by itself because the destination had no room.</summary>
    public bool Busy { get; set; }

    /// <summary>The request's own, made when it has none.</summary>
    public static OutcomeFeature Of(IFeatureCollection features)
    {
        if (features.Get<OutcomeFeature>() is { } present)
        {
            return present;
        }

        var made = new OutcomeFeature();
        features.Set(made);
        return made;
    }

    /// <summary>Called when the upstream's headers are there, before its body.</summary>
    public void HeadersArrived(bool upgraded)
    {
        Permits?.HeadersArrived(upgraded);
        Ejection?.HeadersArrived(upgraded);
    }

    /// <summary>Tells all who wait what became of the request; see <see cref="PermitDeadline.End"/>.</summary>
    public void EndPermits(
        RequestOutcome outcome, int status, string? clusterId, IReadOnlyList<int> neverActOn, TimeSpan retryAfter)
    {
        Permits?.End(outcome, status, clusterId, neverActOn, retryAfter);
        Ejection?.End(outcome, status, clusterId, neverActOn, retryAfter);
    }

    /// <summary>The request does not go to the destination that it was to try: that is evidence of nothing.</summary>
    public void GiveBackEjection()
    {
        Ejection?.GiveBack();
        Ejection = null;
    }

    /// <summary>Called when the answer has ended: from now on an error in the body is as good as one in the status.</summary>
    public void Conclude()
    {
        if (Finder is null)
        {
            return;
        }

        Body = Finder.TakeError();
        if (Finder is GrpcWebFinder web)
        {
            Trailers = web.Trailers;
        }

        ErrorInBody = Body is not null;
        ErrorAnswer |= ErrorInBody;
        Finder = null;
    }
}
