using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Modules.Admin.Clusters;

/// <summary>What fails, what is done about it, and operators' corrections of what belongs together.</summary>
internal static class ClusterEndpoints
{
    public static void MapClusters(this RouteGroupBuilder admin)
    {
        admin.MapGet("/clusters", static (ClusterReader clusters) =>
            TypedResults.Json(new ItemsBody<ClusterBody>(clusters.GetAll()), AdminJson.Readable.ItemsBodyClusterBody));
        admin.MapGet("/clusters/{id}", static IResult (string id, ClusterReader clusters) =>
            clusters.Find(id) is { } cluster ? TypedResults.Json(cluster, AdminJson.Readable.ClusterBody) : AdminProblem.NoCluster(id));
        admin.MapPost("/clusters/recluster", static (ClusterEditor editor) =>
            TypedResults.Json(new ReclusterBody(editor.Recluster()), AdminJson.Readable.ReclusterBody));
        admin.MapPost("/clusters/{id}/merge",
            static (string id, HttpContext context, ClusterEditor editor) => editor.MergeAsync(id, context));
        admin.MapPost("/clusters/{id}/split",
            static (string id, HttpContext context, ClusterEditor editor) => editor.SplitAsync(id, context));
        admin.MapPost("/clusters/{id}/mute",
            static (string id, HttpContext context, ClusterEditor editor) => editor.MuteAsync(id, context));
        admin.MapPost("/clusters/{id}/label",
            static (string id, HttpContext context, ClusterEditor editor) => editor.LabelAsync(id, context));
        admin.MapGet("/stats", static IResult ([FromQuery(Name = "cluster_id")] string? clusterId, StatsReader stats) =>
            string.IsNullOrEmpty(clusterId) ? TypedResults.Json(stats.GetAll(), AdminJson.Readable.StatsListBody)
            : stats.Find(clusterId) is { } found ? TypedResults.Json(found, AdminJson.Readable.StatsBody)
            : AdminProblem.NoCluster(clusterId));
    }
}

/// <param name="Merged">Clusters that went into others.</param>
internal sealed record ReclusterBody(int Merged);
