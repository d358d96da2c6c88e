using Gateway.Modules.Proxy.Forwarding.Bodies;
using Gateway.Modules.Proxy.Forwarding.ErrorsInBody;
using Gateway.Modules.Proxy.Forwarding.Grpc;
using Gateway.Modules.Proxy.Forwarding.Routes;
using Gateway.Modules.Proxy.Rerouting;
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
internal sealed class OutcomeTransforms(ForwardingState state, ErrorAnswers answers) : ITransformProvider
{
    public void ValidateRoute(TransformRouteValidationContext context)
    {
        foreach (var mistake in (Exception[])[
            .. RouteErrors.MistakesOf(context.Route), .. RouteLimits.MistakesOf(context.Route), .. RouteFallback.MistakesOf(context.Route)])
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
        context.AddResponseTransform(response => InspectAsync(response, errors));
    }

    private ValueTask InspectAsync(ResponseTransformContext context, RouteErrors errors)
    {
        // No answer: the forwarder failed, and its error feature says how.
        if (context.ProxyResponse is not { } response)
        {
            return ValueTask.CompletedTask;
        }

        var status = (int)response.StatusCode;
        var countsAsError = (errors.Statuses ?? state.Current.ErrorStatuses).Contains(status);
        var errorAnswer = countsAsError || OutcomeMeanings.IsCallerError(status);
        var features = context.HttpContext.Features;
        features.Get<OutcomeFeature>()?.HeadersArrived(status == StatusCodes.Status101SwitchingProtocols);
        if (errorAnswer)
        {
            var outcome = OutcomeFeature.Of(features);
            Capture(response, outcome);
            if (countsAsError && features.Get<RequestAttempts>() is { } attempts)
            {
                return KeepOrPassAsync(attempts, context, outcome);
            }
        }
        else if (response.IsSuccessStatusCode && FinderFor(response.Content, errors) is { } finder)
        {
            OutcomeFeature.Of(features).Finder = finder;
            response.Content = new ObservedContent(response.Content, finder.Append);
        }

        return ValueTask.CompletedTask;
    }

    private async ValueTask KeepOrPassAsync(RequestAttempts attempts, ResponseTransformContext context, OutcomeFeature outcome)
    {
        if (await answers.KeepAsync(attempts, context, outcome))
        {
            context.SuppressResponseBody = true;
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
