using System.Text.Json.Serialization;
using Gateway.Modules.Admin.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Gateway.Modules.Admin;

/// <summary>Open to everybody: an orchestrator has no key.</summary>
internal static class HealthEndpoints
{
    private static readonly string[] GetAndHead = [HttpMethods.Get, HttpMethods.Head];

    public static void MapHealth(this RouteGroupBuilder open)
    {
        open.MapMethods("/health", GetAndHead, static () => TypedResults.Json(new HealthBody("healthy"), AdminJson.Readable.HealthBody));
        open.MapMethods("/ready", GetAndHead, Ready);
    }

    private static async Task<JsonHttpResult<ReadyBody>> Ready(HttpContext context, IHostApplicationLifetime lifetime,
        IEnumerable<IReadinessPart> parts, AdminAccess access, AdminGuard guard)
    {
        // What is wrong may name a file: only those hear it who may use the admin API.
        // Who offers a key is judged as there: this must not be the place to try keys.
        var verdict = AdminAccess.OffersKey(context.Request) ? await guard.JudgeAsync(context) : access.Decide(context);
        var detailed = verdict == AdminVerdict.Allowed;
        var states = parts.ToDictionary(p => p.Name, p => p.GetState());
        var status = lifetime.ApplicationStopping.IsCancellationRequested ? "stopping"
            : !lifetime.ApplicationStarted.IsCancellationRequested ? "starting"
            : states.Values.All(s => s.Well) ? "ready"
            : "degraded";
        return TypedResults.Json(
            new ReadyBody(status, states.ToDictionary(s => s.Key, s => PartBody.Of(s.Value, detailed))),
            AdminJson.Readable.ReadyBody,
            statusCode: status is "ready" or "degraded" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

internal sealed record HealthBody(string Status);

internal sealed record ReadyBody(string Status, IReadOnlyDictionary<string, PartBody> Parts);

internal sealed record PartBody(
    string State,
    string Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Problem)
{
    public static PartBody Of(PartState state, bool detailed) => new(state.State, state.Id, detailed ? state.Problem : null);
}
