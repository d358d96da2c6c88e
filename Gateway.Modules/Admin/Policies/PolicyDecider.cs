using Gateway.Modules.Admin.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gateway.Modules.Admin.Policies;

/// <summary>Operators' decisions about policies, learned and manual.</summary>
internal sealed class PolicyDecider(IPolicyStore store, PolicyReader policies, AdminAudit audit, ILogger<PolicyDecider> logger)
{
    /// <summary>The engine writes a policy anew every few seconds: who names no revision means the latest one.</summary>
    private const int MostTries = 8;

    public async Task<IResult> DecideAsync(string id, PolicyVerb verb, HttpContext context)
    {
        if (await JsonBody.RefuseAnyAsync(context.Request, context.RequestAborted) is { } refusal)
        {
            return refusal;
        }

        for (var tries = 1; ; tries++)
        {
            var current = await policies.FindStoredAsync(id, context.RequestAborted);
            if (current is null)
            {
                return PolicyWriter.NoPolicy(id);
            }

            if ((Precondition.CheckIfGiven(context.Request.Headers, current) ?? Obstacle(verb, current.Policy)) is { } obstacle)
            {
                return obstacle;
            }

            var before = policies.BodyOf(current);
            var result = await store.CompareAndSetAsync(verb.Apply(current.Policy), current.Revision, context.RequestAborted);
            if (result.Stored is { } stored)
            {
                return await AnswerAsync(verb, before, stored, context);
            }

            if (tries == MostTries || Precondition.IsGiven(context.Request.Headers))
            {
                return Precondition.Stale(await policies.FindStoredAsync(id, context.RequestAborted));
            }
        }
    }

    private static IResult? Obstacle(PolicyVerb verb, Policy policy) =>
        verb.ObstacleFor(policy) is { } obstacle ? AdminProblem.Of(StatusCodes.Status409Conflict, obstacle) : null;

    private async Task<IResult> AnswerAsync(PolicyVerb verb, PolicyBody before, StoredPolicy stored, HttpContext context)
    {
        var after = policies.BodyOf(stored);
        AdminLog.PolicyDecided(logger, stored.Policy.Id, verb.Name, stored.Revision);
        await audit.WriteAsync(context, verb.Name, PolicyWriter.TargetOf(stored.Policy.Id), before, after, AdminJson.Readable.PolicyBody);
        context.Response.Headers.ETag = Precondition.ETagOf(stored.Revision);
        return TypedResults.Json(after, AdminJson.Readable.PolicyBody);
    }
}
