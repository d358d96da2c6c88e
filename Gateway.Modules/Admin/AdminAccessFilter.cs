using Microsoft.AspNetCore.Http;

namespace Gateway.Modules.Admin;

/// <summary>Holds the access rule in front of every endpoint under the prefix.</summary>
internal sealed class AdminAccessFilter(AdminAccess access) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        switch (access.Decide(context.HttpContext))
        {
            case AdminVerdict.Allowed:
                return await next(context);
            case AdminVerdict.NotHere:
                return AdminProblem.Of(StatusCodes.Status404NotFound, "The admin API has a port of its own.");
            case AdminVerdict.KeyRequired:
                context.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
                return AdminProblem.Of(
                    StatusCodes.Status401Unauthorized,
                    $"Send the admin key as {AdminAccess.KeyHeader} or as a bearer token.");
            default:
                return AdminProblem.Of(
                    StatusCodes.Status403Forbidden,
                    "Without a key only direct local callers are served: a loopback connection to a loopback host name, no proxy and no web page "
                    + $"in between. To call from elsewhere set Gateway:Admin:ApiKey (environment: Gateway__Admin__ApiKey) and send it as {AdminAccess.KeyHeader}.");
        }
    }
}
