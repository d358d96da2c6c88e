using System.Globalization;
using System.Text.Json;
using Gateway.Lab.GroundTruth;
using Gateway.Lab.Load;
using Gateway.Lab.Scenarios;
using Microsoft.AspNetCore.Http;

namespace Gateway.Lab.Upstreams;

/// <summary>A request as the upstream sees it.</summary>
internal sealed record Arrival(long Id, double AtMs, TrafficItem Item, RequestFacts Facts);

/// <summary>Reads what a request is from what arrived.</summary>
internal sealed class ArrivalReader(Scenario scenario, string upstream)
{
    private readonly bool _readsBody = scenario.Faults.Any(f => f.When.ReadsBody) || scenario.Capacity.Any(c => c.When.ReadsBody);

    /// <summary>Null for a request that is not part of the load.</summary>
    public async Task<Arrival?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        if (!long.TryParse(request.Headers[LabHeaders.RequestId], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || !double.TryParse(request.Headers[LabHeaders.At], NumberStyles.Float, CultureInfo.InvariantCulture, out var at)
            || !int.TryParse(request.Headers[LabHeaders.Item], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || index >= scenario.Traffic.Length)
        {
            return null;
        }

        var item = scenario.Traffic[index];
        return new Arrival(id, at, item, new RequestFacts(
            item.Route.Id,
            upstream,
            request.Method,
            item.Path,
            request.Headers[scenario.Principals.Header].ToString(),
            request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            request.Query.ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal),
            _readsBody ? FieldsOf(body) : RequestFacts.None,
            body.Length));
    }

    private static IReadOnlyDictionary<string, string> FieldsOf(MemoryStream body)
    {
        if (body.Length == 0)
        {
            return RequestFacts.None;
        }

        using var document = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
        return document.RootElement.EnumerateObject()
            .Where(m => m.Value.ValueKind == JsonValueKind.String)
            .ToDictionary(m => m.Name, m => m.Value.GetString()!, StringComparer.Ordinal);
    }
}
