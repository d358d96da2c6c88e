using Microsoft.AspNetCore.Http;

namespace Gateway.Modules.Admin;

/// <summary>Answers that describe the moment are kept by no cache, and read as nothing but what they say they are.</summary>
internal sealed class AnswerHeadersFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        context.HttpContext.Response.Headers.XContentTypeOptions = "nosniff";
        return next(context);
    }
}
