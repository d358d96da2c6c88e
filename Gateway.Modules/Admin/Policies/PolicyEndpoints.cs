using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Modules.Admin.Policies;

/// <summary>Reads policies, and takes the operators' word on them.</summary>
internal static class PolicyEndpoints
{
    public static void MapPolicies(this RouteGroupBuilder admin)
    {
        admin.MapGet("/policies", ListAsync);
        admin.MapGet("/policies/{id}", FindAsync);
        admin.MapPut("/policies/{id}", static (string id, HttpContext context, PolicyWriter writer) => writer.PutAsync(id, context));
        admin.MapDelete("/policies/{id}", static (string id, HttpContext context, PolicyWriter writer) => writer.DeleteAsync(id, context));
        foreach (var verb in PolicyVerb.All)
        {
            admin.MapPost($"/policies/{{id}}/{verb.Name}",
                (string id, HttpContext context, PolicyDecider decider) => decider.DecideAsync(id, verb, context));
        }
    }

    private static async Task<IResult> ListAsync([FromQuery(Name = "cluster_id")] string? clusterId, HttpRequest request,
        PolicyReader policies, CancellationToken cancellationToken)
    {
        if (!Page.TryRead(request, out var page, out var refusal))
        {
            return refusal;
        }

        var all = await policies.GetAllAsync(string.IsNullOrEmpty(clusterId) ? null : clusterId, cancellationToken);
        return TypedResults.Json(page.Of(all, p => p.Id, IdOrder.Instance)!, AdminJson.Readable.ItemsBodyPolicyBody);
    }

    private static async Task<IResult> FindAsync(string id, HttpResponse response, PolicyReader policies,
        CancellationToken cancellationToken)
    {
        if (await policies.FindStoredAsync(id, cancellationToken) is not { } stored)
        {
            return PolicyWriter.NoPolicy(id);
        }

        response.Headers.ETag = Precondition.ETagOf(stored.Revision);
        return TypedResults.Json(policies.BodyOf(stored), AdminJson.Readable.PolicyBody);
    }
}
