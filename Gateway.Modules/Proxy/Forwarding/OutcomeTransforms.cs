using Gateway.Modules.Proxy.Forwarding.Bodies;
using Gateway.Modules.Proxy.Forwarding.ErrorsInBody;
using Gateway.Modules.Proxy.Forwarding.Grpc;
using Gateway.Modules.Proxy.Forwarding.Routes;
using Gateway.Modules.Shared.Bodies;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Gateway.Modules.Proxy.Forwarding;

/// <summary>
/// Looks at each answer between its headers and its body: has an error body copied, has the body of a success looked into where the
/// route asks for it (<see cref="RouteErrors"/>) or the protocol has its status there (gRPC-Web), and tells the permits that headers
/// have come. Added to every route, after the route's own transforms.
/// </summary>
internal sealed class OutcomeTransforms(ForwardingState state) : ITransformProvider
{
    public void ValidateRoute(TransformRouteValidationContext context)
    {
        foreach (var mistake in RouteErrors.MistakesOf(context.Route).Concat(RouteLimits.MistakesOf(context.Route)))
        {
            context.Errors.Add(mistake);
        }
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    public void Apply(TransformBuilderContext context)
    {
        var errors = RouteErrors.Of(context.Route);
        context.AddResponseTransform(response =>
        {
            Inspect(response, errors);
            return ValueTask.CompletedTask;
        });
    }

    private void Inspect(ResponseTransformContext context, RouteErrors errors)
    {
        // No answer: the forwarder failed, and its error feature says how.
        if (context.ProxyResponse is not { } response)
        {
            return;
        }

        var status = (int)response.StatusCode;
        var errorAnswer = OutcomeMeanings.IsCallerError(status) || (errors.Statuses ?? state.Current.ErrorStatuses).Contains(status);
        var features = context.HttpContext.Features;
        features.Get<OutcomeFeature>()?.Permits?.HeadersArrived(status == StatusCodes.Status101SwitchingProtocols);
        if (errorAnswer)
        {
            Capture(response, OutcomeFeature.Of(features));
        }
        else if (response.IsSuccessStatusCode && FinderFor(response.Content, errors) is { } finder)
        {
            OutcomeFeature.Of(features).Finder = finder;
            response.Content = new ObservedContent(response.Content, finder.Append);
        }
    }

    private void Capture(HttpResponseMessage response, OutcomeFeature outcome)
    {
        var (type, encoding) = FormOf(response.Content);
        outcome.ErrorAnswer = true;
        outcome.Body = new CapturedBody(state.Current.CaptureBytes, type, encoding);
        response.Content = new ObservedContent(response.Content, outcome.Body.Append);
    }

    private BodyErrorFinder? FinderFor(HttpContent content, RouteErrors errors)
    {
        var (type, encoding) = FormOf(content);
        var isWeb = MediaTypes.IsGrpcWeb(type);
        if (!isWeb && !errors.InBody)
        {
            return null;
        }

        if (isWeb)
        {
            return DecodedBody.IsPlain(encoding) ? new GrpcWebFinder(MediaTypes.IsGrpcWebText(type), type) : null;
        }

        var rule = new BodyRule(errors.Path, errors.Statuses ?? state.Current.ErrorStatuses);
        return BodyErrorFinder.For(rule, type, encoding, state.Current.CaptureBytes);
    }

    /// <summary>The headers were copied to the client before this transform runs, so a new content need not repeat them.</summary>
    private static (string? Type, string? Encoding) FormOf(HttpContent content)
    {
        var headers = content.Headers.NonValidated;
        return (
            headers.TryGetValues("Content-Type", out var types) ? types.ToString() : null,
            headers.TryGetValues("Content-Encoding", out var encodings) ? encodings.ToString() : null);
    }
}
