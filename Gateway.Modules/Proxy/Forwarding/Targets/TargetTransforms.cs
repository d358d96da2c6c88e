using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Gateway.Modules.Proxy.Forwarding.Targets;

/// <summary>
/// Hands the request's target on as it came, unless a transform of the route has changed the path. Added to every route, after the
/// route's own transforms.
/// </summary>
internal sealed class TargetTransforms : ITransformProvider
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    public void Apply(TransformBuilderContext context) => context.AddRequestTransform(static request =>
    {
        KeepTarget(request);
        return ValueTask.CompletedTask;
    });

    private static void KeepTarget(RequestTransformContext context)
    {
        var routed = context.HttpContext.Request;
        if (context.ProxyRequest.RequestUri is not null
            || context.Path != routed.Path
            || !RawTarget.TryGetPath(context.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget, out var path)
            || !IsRouted(path, routed.Path))
        {
            return;
        }

        var address = string.Concat(context.DestinationPrefix.AsSpan().TrimEnd('/'), path, context.Query.QueryString.Value);
        if (Uri.TryCreate(address, AsWritten, out var uri))
        {
            context.ProxyRequest.RequestUri = uri;
        }
    }

    /// <summary>
    /// Whether the raw path is the one that was routed. Decoding is the server's own, so only a path without escapes is compared.
    /// </summary>
    private static bool IsRouted(string raw, PathString routed) =>
        raw.Contains('%', StringComparison.Ordinal) || raw.Equals(routed.Value, StringComparison.Ordinal);
}
