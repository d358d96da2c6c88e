using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Modules.Admin.Audit;

/// <summary>Who changed what, newest first.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this RouteGroupBuilder admin) => admin.MapGet("/audit", Read);

    private static async Task<IResult> Read(HttpRequest request, IAuditLog log, CancellationToken cancellationToken)
    {
        if (!Page.TryRead(request, out var page, out var refusal))
        {
            return refusal;
        }

        long before = long.MaxValue;
        if (page.After is { } after && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            return Page.NoSuchPlace(after);
        }

        // One more says whether there is a next page.
        var entries = await log.ReadAsync(page.Limit + 1, before, cancellationToken);
        var shown = entries.Take(page.Limit).Select(AuditBody.Of).ToArray();
        return TypedResults.Json(
            new ItemsBody<AuditBody>(shown, entries.Count > shown.Length ? shown[^1].Id : null),
            AdminJson.Readable.ItemsBodyAuditBody);
    }
}

/// <summary>An entry of the audit as the API shows it.</summary>
internal sealed record AuditBody(
    string Id,
    DateTime At,
    string Who,
    string Action,
    string Target,
    JsonElement? Before,
    JsonElement? After)
{
    public static AuditBody Of(AuditEntry entry) => new(
        entry.Number.ToString(CultureInfo.InvariantCulture),
        entry.At.UtcDateTime,
        entry.Who,
        entry.Action,
        entry.Target,
        entry.Before,
        entry.After);
}
