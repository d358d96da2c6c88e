using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Modules.Admin;

/// <summary>What fails, and what is done about it.</summary>
internal static class ClusterEndpoints
{
    public static void MapClusters(this RouteGroupBuilder admin)
    {
        admin.MapGet("/clusters", static (ClusterReader clusters) =>
            TypedResults.Json(new ItemsBody<ClusterBody>(clusters.GetAll()), AdminJson.Default.ItemsBodyClusterBody));
        admin.MapGet("/clusters/{id}", static IResult (string id, ClusterReader clusters) =>
            clusters.Find(id) is { } cluster ? TypedResults.Json(cluster, AdminJson.Default.ClusterBody) : AdminProblem.NoCluster(id));
        admin.MapGet("/stats", static IResult ([FromQuery(Name = "cluster_id")] string? clusterId, StatsReader stats) =>
            string.IsNullOrEmpty(clusterId) ? TypedResults.Json(stats.GetAll(), AdminJson.Default.StatsListBody)
            : stats.Find(clusterId) is { } found ? TypedResults.Json(found, AdminJson.Default.StatsBody)
            : AdminProblem.NoCluster(clusterId));
    }
}
