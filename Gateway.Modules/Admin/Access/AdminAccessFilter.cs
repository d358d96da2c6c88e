using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Admin.Access;

/// <summary>Holds the access rule in front of every endpoint under the prefix, and says in the log who wrote what.</summary>
internal sealed class AdminAccessFilter(AdminGuard guard, AdminAccess access, ILogger<AdminAccessFilter> logger) : IEndpointFilter
{
    private const int LongestPath = 200;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var verdict = await guard.JudgeAsync(context.HttpContext);
        if (verdict != AdminVerdict.Allowed)
        {
            return Refuse(context.HttpContext, verdict);
        }

        var result = await next(context);
        var request = context.HttpContext.Request;
        if (!AdminAccess.IsRead(request))
        {
            var path = request.Path.Value ?? "";
            AdminLog.Wrote(
                logger,
                access.WhoIs(request),
                context.HttpContext.Connection.RemoteIpAddress?.ToString() ?? "unknown",
                request.Method,
                path.Length > LongestPath ? path[..LongestPath] : path,
                (result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK);
        }

        return result;
    }

    private static IResult Refuse(HttpContext context, AdminVerdict verdict)
    {
        var (status, detail) = verdict switch
        {
            AdminVerdict.NotHere => (StatusCodes.Status404NotFound, "The admin API has a port of its own."),
            AdminVerdict.KeyRequired => (StatusCodes.Status401Unauthorized,
                $"Send the admin key as {AdminAccess.KeyHeader} or as a bearer token: Gateway:Admin:ApiKey, or where none is set the "
                    + "one printed at start."),
            AdminVerdict.WrongKey => (StatusCodes.Status401Unauthorized, "That is not the admin key."),
            AdminVerdict.TooManyTries => (StatusCodes.Status429TooManyRequests, "Too many wrong keys at once."),
            _ => (StatusCodes.Status403Forbidden,
                "Without a key only direct local callers may read: a loopback connection to a loopback host name, no proxy and no web page "
                + $"in between. To call from elsewhere set Gateway:Admin:ApiKey (environment: Gateway__Admin__ApiKey) and send it as "
                + $"{AdminAccess.KeyHeader}."),
        };
        if (status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return AdminProblem.Of(status, detail);
    }
}
