using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Gateway.Modules.Admin.Policies;

/// <summary>Creates, replaces and deletes manual policies. Learned ones live by their evidence and are only read.</summary>
internal sealed class PolicyWriter(
    IPolicyStore store,
    PolicyReader policies,
    PolicyDraftReader drafts,
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

        if (!drafts.TryRead(id, body.Root, out var policy, out var errors))
        {
            return JsonBody.Invalid(errors);
        }

        var current = await policies.FindStoredAsync(id, cancellationToken);
        if (Refuse(context, current) is { } refusal)
        {
            return refusal;
        }

        var result = await store.CompareAndSetAsync(policy, current?.Revision ?? 0, cancellationToken);
        if (result.Stored is not { } stored)
        {
            return result.Full
                ? AdminProblem.Of(
                    StatusCodes.Status507InsufficientStorage,
                    $"The store holds all the policies it may, {options.CurrentValue.MaxPolicies} (Gateway:Storage:MaxPolicies).")
                : Precondition.Stale(await policies.FindStoredAsync(id, cancellationToken));
        }

        AdminLog.PolicyWritten(logger, id, stored.Revision, policy.Action.ToString(), policy.Mode.ToString());
        context.Response.Headers.ETag = Precondition.ETagOf(stored.Revision);
        if (current is null)
        {
            context.Response.Headers.Location = context.Request.Path.ToUriComponent();
        }

        return TypedResults.Json(
            policies.BodyOf(stored),
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

        if (Refuse(context, current) is { } refusal)
        {
            return refusal;
        }

        var result = await store.DeleteAsync(id, current.Revision, context.RequestAborted);
        if (result.Conflict)
        {
            return Precondition.Stale(await policies.FindStoredAsync(id, context.RequestAborted));
        }

        AdminLog.PolicyDeleted(logger, id);
        return TypedResults.NoContent();
    }

    public static IResult NoPolicy(string id) => AdminProblem.Of(StatusCodes.Status404NotFound, $"There is no policy '{id}'.");

    private static IResult? Refuse(HttpContext context, StoredPolicy? current) =>
        current?.Policy.Origin == PolicyOrigin.Learned
            ? AdminProblem.Of(
                StatusCodes.Status409Conflict,
                $"Policy '{current.Policy.Id}' was learned: it goes when its evidence fades. Only manual policies can be written.")
            : Precondition.Check(context.Request.Headers, current);
}
