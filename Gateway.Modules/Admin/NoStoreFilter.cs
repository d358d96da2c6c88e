using Microsoft.AspNetCore.Http;

namespace Gateway.Modules.Admin;

/// <summary>Answers that describe the moment are kept by no cache.</summary>
internal sealed class NoStoreFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }
}
