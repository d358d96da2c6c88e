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
        admin.MapGet("/clusters", static (HttpRequest request, ClusterReader clusters) =>
            !Page.TryRead(request, out var page, out var refusal) ? refusal
            : page.Of(clusters.GetAll(), c => c.Id) is { } items ? TypedResults.Json(items, AdminJson.Readable.ItemsBodyClusterBody)
            : Page.NoSuchPlace(page.After!));
        admin.MapGet("/clusters/{id}", static IResult (string id, ClusterReader clusters) =>
            clusters.Find(id) is { } cluster ? TypedResults.Json(cluster, AdminJson.Readable.ClusterBody) : AdminProblem.NoCluster(id));
        admin.MapPost("/clusters/recluster", static (HttpContext context, ClusterEditor editor) => editor.ReclusterAsync(context));
        admin.MapPost("/clusters/{id}/merge",
            static (string id, HttpContext context, ClusterEditor editor) => editor.MergeAsync(id, context));
        admin.MapPost("/clusters/{id}/split",
            static (string id, HttpContext context, ClusterEditor editor) => editor.SplitAsync(id, context));
        admin.MapPost("/clusters/{id}/mute",
            static (string id, HttpContext context, ClusterEditor editor) => editor.MuteAsync(id, context));
        admin.MapPost("/clusters/{id}/label",
            static (string id, HttpContext context, ClusterEditor editor) => editor.LabelAsync(id, context));
        admin.MapGet("/stats", Stats);
    }

    private static IResult Stats([FromQuery(Name = "cluster_id")] string? clusterId, HttpRequest request, StatsReader stats)
    {
        if (!string.IsNullOrEmpty(clusterId))
        {
            return stats.Find(clusterId) is { } found
                ? TypedResults.Json(found, AdminJson.Readable.StatsBody)
                : AdminProblem.NoCluster(clusterId);
        }

        return !Page.TryRead(request, out var page, out var refusal) ? refusal
            : page.Of(stats.GetAll(), s => s.ClusterId) is { } items
                ? TypedResults.Json(new StatsListBody(stats.GetTotals(), items.Items, items.Next), AdminJson.Readable.StatsListBody)
            : Page.NoSuchPlace(page.After!);
    }
}

/// <param name="Merged">Clusters that went into others.</param>
internal sealed record ReclusterBody(int Merged);
