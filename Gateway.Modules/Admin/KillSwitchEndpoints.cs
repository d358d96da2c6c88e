using System.Text.Json;
using Gateway.Modules.Admin.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Admin;

/// <summary>Stops and resumes all enforcement.</summary>
internal static class KillSwitchEndpoints
{
    public static void MapKillSwitch(this RouteGroupBuilder admin)
    {
        admin.MapGet("/kill-switch", static (IKillSwitch killSwitch) => Answer(killSwitch));
        admin.MapPost("/kill-switch", Set);
    }

    private static async Task<IResult> Set(HttpRequest request, IKillSwitch killSwitch, AdminAudit audit,
        ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, cancellationToken);
        if (body.Refusal is not null)
        {
            return body.Refusal;
        }

        if (body.Root.ValueKind != JsonValueKind.Object
            || !body.Root.TryGetProperty("on", out var on)
            || on.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            return JsonBody.Invalid(new Dictionary<string, string[]> { ["on"] = ["Must be true or false."] });
        }

        if (killSwitch.IsOn != on.GetBoolean())
        {
            var before = new KillSwitchBody(killSwitch.IsOn);
            killSwitch.Set(on.GetBoolean());
            (on.GetBoolean() ? (Action<ILogger>)AdminLog.KillSwitchOn : AdminLog.KillSwitchOff)(
                loggers.CreateLogger(typeof(KillSwitchEndpoints)));
            await audit.WriteAsync(
                request.HttpContext, "kill-switch", "kill-switch", before, new(killSwitch.IsOn), AdminJson.Readable.KillSwitchBody);
        }

        return Answer(killSwitch);
    }

    private static JsonHttpResult<KillSwitchBody> Answer(IKillSwitch killSwitch) =>
        TypedResults.Json(new KillSwitchBody(killSwitch.IsOn), AdminJson.Readable.KillSwitchBody);
}

internal sealed record KillSwitchBody(bool On);
