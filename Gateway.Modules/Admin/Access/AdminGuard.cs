using Gateway.Modules.Shared.Running;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Admin.Access;

/// <summary>Applies the access rule: counts and logs who is turned away, and slows down who tries keys.</summary>
internal sealed class AdminGuard(AdminAccess access, AdminMetrics metrics, WrongKeys wrongKeys, TimeProvider time,
    ILogger<AdminGuard> logger)
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(10);
    private readonly LineLimit _lines = new(time, LineInterval);

    public async ValueTask<AdminVerdict> JudgeAsync(HttpContext context)
    {
        var verdict = access.Decide(context);
        if (AdminMetrics.ReasonOf(verdict) is not { } reason)
        {
            return verdict;
        }

        metrics.Denied(reason);
        var caller = context.Connection.RemoteIpAddress;
        if (_lines.TryPass(reason, out var left))
        {
            AdminLog.Denied(logger, reason, caller?.ToString() ?? "unknown", left);
        }

        return verdict == AdminVerdict.WrongKey && !await wrongKeys.WaitAsync(caller, context.RequestAborted)
            ? AdminVerdict.TooManyTries : verdict;
    }
}
