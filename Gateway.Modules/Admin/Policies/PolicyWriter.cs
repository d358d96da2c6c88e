using Gateway.Modules.Admin.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Admin.Policies;

/// <summary>
/// Creates, replaces and deletes policies. A learned one that is written stays learned and keeps its scope and evidence; what was written
/// about it is the operator's decision from then on.
/// </summary>
internal sealed class PolicyWriter(
    IPolicyStore store,
    PolicyReader policies,
    PolicyDraftReader drafts,
    AdminAudit audit,
    IOptionsMonitor<StorageOptions> options,
    ILogger<PolicyWriter> logger)
{
    public async Task<IResult> PutAsync(string id, HttpContext context)
    {
        var cancellationToken = context.RequestAborted;
        var body = await JsonBody.ReadAsync(context.Request, cancellationToken);
        if (body.Refusal is not null)
        {
            return body.Refusal;
        }

        var current = await policies.FindStoredAsync(id, cancellationToken);
        if (!drafts.TryRead(id, body.Root, current?.Policy, out var policy, out var errors))
        {
            return JsonBody.Invalid(errors);
        }

        if (Precondition.Check(context.Request.Headers, current) is { } refusal)
        {
            return refusal;
        }

        var before = current is null ? null : policies.BodyOf(current);
        var result = await store.CompareAndSetAsync(policy, current?.Revision ?? 0, cancellationToken);
        if (result.Stored is not { } stored)
        {
            return result.Full
                ? AdminProblem.Of(
                    StatusCodes.Status507InsufficientStorage,
                    $"The store holds all the policies it may, {options.CurrentValue.MaxPolicies} (Gateway:Storage:MaxPolicies).")
                : Precondition.Stale(await policies.FindStoredAsync(id, cancellationToken));
        }

        var after = policies.BodyOf(stored);
        AdminLog.PolicyWritten(logger, id, stored.Revision, policy.Action.ToString(), policy.Mode.ToString());
        await audit.WriteAsync(context, "put", TargetOf(id), before, after, AdminJson.Readable.PolicyBody);
        context.Response.Headers.ETag = Precondition.ETagOf(stored.Revision);
        if (current is null)
        {
            context.Response.Headers.Location = context.Request.Path.ToUriComponent();
        }

        return TypedResults.Json(
            after,
            AdminJson.Readable.PolicyBody,
            statusCode: current is null ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    public async Task<IResult> DeleteAsync(string id, HttpContext context)
    {
        var current = await policies.FindStoredAsync(id, context.RequestAborted);
        if (current is null)
        {
            return NoPolicy(id);
        }

        if (Precondition.Check(context.Request.Headers, current) is { } refusal)
        {
            return refusal;
        }

        var before = policies.BodyOf(current);
        var result = await store.DeleteAsync(id, current.Revision, context.RequestAborted);
        if (result.Conflict)
        {
            return Precondition.Stale(await policies.FindStoredAsync(id, context.RequestAborted));
        }

        AdminLog.PolicyDeleted(logger, id);
        await audit.WriteAsync(context, "delete", TargetOf(id), before, null, AdminJson.Readable.PolicyBody);
        return TypedResults.NoContent();
    }

    /// <summary>How the audit names a policy.</summary>
    public static string TargetOf(string id) => $"policies/{id}";

    public static IResult NoPolicy(string id) => AdminProblem.Of(StatusCodes.Status404NotFound, $"There is no policy '{id}'.");
}
