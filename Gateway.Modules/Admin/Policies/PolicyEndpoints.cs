using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Modules.Admin.Policies;

/// <summary>Reads every policy, writes manual ones.</summary>
internal static class PolicyEndpoints
{
    public static void MapPolicies(this RouteGroupBuilder admin)
    {
        admin.MapGet("/policies",
            static async ([FromQuery(Name = "cluster_id")] string? clusterId, PolicyReader policies, CancellationToken cancellationToken) =>
            TypedResults.Json(
                new ItemsBody<PolicyBody>(await policies.GetAllAsync(string.IsNullOrEmpty(clusterId) ? null : clusterId,
                    cancellationToken)),
                AdminJson.Readable.ItemsBodyPolicyBody));
        admin.MapGet("/policies/{id}",
            static async Task<IResult> (string id, HttpResponse response, PolicyReader policies, CancellationToken cancellationToken) =>
        {
            if (await policies.FindStoredAsync(id, cancellationToken) is not { } stored)
            {
                return PolicyWriter.NoPolicy(id);
            }

            response.Headers.ETag = Precondition.ETagOf(stored.Revision);
            return TypedResults.Json(policies.BodyOf(stored), AdminJson.Readable.PolicyBody);
        });
        admin.MapPut("/policies/{id}", static (string id, HttpContext context, PolicyWriter writer) => writer.PutAsync(id, context));
        admin.MapDelete("/policies/{id}", static (string id, HttpContext context, PolicyWriter writer) => writer.DeleteAsync(id, context));
    }
}
