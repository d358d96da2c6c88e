using Gateway.Modules.Contracts;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Gateway.Modules.Proxy;

/// <summary>
/// Looks at each answer between its headers and its body: puts the copying content around an error body and tells the permits that
/// headers have come. Added to every route, after the route's own transforms.
/// </summary>
internal sealed class OutcomeTransforms(ForwardingState state) : ITransformProvider
{
    /// <summary>Key of a route's metadata that overrides <c>Sampler:ErrorStatuses</c>: <c>5xx,429,400</c>.</summary>
    public const string ErrorStatusesKey = "ErrorStatuses";

    public void ValidateRoute(TransformRouteValidationContext context)
    {
        if (context.Route.Metadata?.TryGetValue(ErrorStatusesKey, out var list) == true && !ErrorStatuses.TryParse(list, out _))
        {
            context.Errors.Add(new ArgumentException(
                $"Route '{context.Route.RouteId}': Metadata:{ErrorStatusesKey} '{list}' must be a list of statuses (429) and classes (5xx)."));
        }
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    public void Apply(TransformBuilderContext context)
    {
        var own = context.Route.Metadata?.TryGetValue(ErrorStatusesKey, out var list) == true && ErrorStatuses.TryParse(list, out var read)
            ? read
            : null;
        context.AddResponseTransform(response =>
        {
            Inspect(response, own);
            return ValueTask.CompletedTask;
        });
    }

    private void Inspect(ResponseTransformContext context, ErrorStatuses? own)
    {
        // No answer: the forwarder failed, and its error feature says how.
        if (context.ProxyResponse is not { } response)
        {
            return;
        }

        var status = (int)response.StatusCode;
        var errorAnswer = status is >= 400 and < 500 || (own ?? state.Current.ErrorStatuses).Contains(status);
        var features = context.HttpContext.Features;
        var outcome = features.Get<OutcomeFeature>();
        outcome?.Permits?.HeadersArrived(status == StatusCodes.Status101SwitchingProtocols, errorAnswer);
        if (!errorAnswer)
        {
            return;
        }

        if (outcome is null)
        {
            outcome = new OutcomeFeature();
            features.Set(outcome);
        }

        outcome.ErrorAnswer = true;
        Capture(response, outcome);
    }

    private void Capture(HttpResponseMessage response, OutcomeFeature outcome)
    {
        // The headers were copied to the client before this transform runs, so a new content need not repeat them.
        var headers = response.Content.Headers.NonValidated;
        var contentType = headers.TryGetValues("Content-Type", out var types) ? types.ToString() : null;
        var encoding = headers.TryGetValues("Content-Encoding", out var encodings) ? encodings.ToString() : null;
        outcome.Body = new CapturedBody(state.Current.CaptureBytes, contentType, encoding);
        response.Content = new CapturingContent(response.Content, outcome.Body);
    }
}
