using Gateway.Modules.Shared.Requests;
using Gateway.Modules.Shared.Running;


namespace Gateway.Host;

/// <summary>
/// What escapes from the pipeline is a fault of ours: the client gets a 500, or a cut connection where the answer has begun, and the log
/// one line per kind and some seconds, without a stack. What the server or the client caused is theirs to end.
/// </summary>
internal sealed class UnhandledExceptions(TimeProvider time, ILogger<UnhandledExceptions> logger)
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(10);
    private readonly LineLimit _lines = new(time, LineInterval);

    public async Task CatchAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (exception is not BadHttpRequestException)
        {
            if (context.RequestAborted.IsCancellationRequested)
            {
                return;
            }

            Report(context, exception);
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private void Report(HttpContext context, Exception exception)
    {
        var type = exception.GetType().Name;
        var place = exception.TargetSite is { } site ? $"{site.DeclaringType?.FullName}.{site.Name}" : "unknown";
        if (_lines.TryPass($"{type} {place}", out var left))
        {
            HostLog.Unhandled(logger, context.Request.Method, PathTemplate.Of(context.Request.Path.Value), type, place, left);
        }
    }
}

internal static class UnhandledExceptionsExtensions
{
    public static WebApplication UseUnhandledExceptions(this WebApplication app)
    {
        app.Use(ActivatorUtilities.CreateInstance<UnhandledExceptions>(app.Services).CatchAsync);
        return app;
    }
}
