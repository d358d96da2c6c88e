using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Gateway.Lab.GroundTruth;

namespace Gateway.Lab.Scenarios;

/// <summary>Reads a <c>when</c> and checks that what it names exists: a misspelt route would make a fault that never strikes.</summary>
internal sealed class WhenReader(
    ImmutableArray<RouteSpec> routes,
    ImmutableArray<UpstreamSpec> upstreams,
    ImmutableArray<TrafficItem> traffic)
{
    public When Read(StrictObject parent, bool allowDestination)
    {
        if (parent.Child("when") is not { } node)
        {
            return When.Always;
        }

        var conditions = ImmutableArray.CreateBuilder<Condition>();
        foreach (var key in node.Names)
        {
            if (key == When.BodyBytes)
            {
                conditions.Add(ReadSize(node));
                continue;
            }

            if (!IsKnown(key) || (key == When.Destination && !allowDestination))
            {
                continue;
            }

            var values = ReadValues(node, key);
            NoteUnknownValues(node, key, values);
            conditions.Add(new Condition(key, values));
        }

        if (!allowDestination && node.Has(When.Destination))
        {
            node.Take(When.Destination);
            node.Note(node.PathOf(When.Destination), "cannot be limited: capacity is the upstream's");
        }

        node.Close();
        return new When(conditions.ToImmutable());
    }

    private static bool IsKnown(string key) =>
        key is When.Route or When.Method or When.Path or When.Upstream or When.Destination or When.Principal
        || When.Prefixes.Any(p => key.StartsWith(p, StringComparison.Ordinal) && key.Length > p.Length);

    private static Condition ReadSize(StrictObject node)
    {
        var size = node.Child(When.BodyBytes)!;
        double? least = size.Has("min") ? size.Number("min", 0, long.MaxValue) : null;
        double? most = size.Has("max") ? size.Number("max", 0, long.MaxValue) : null;
        if (least is null && most is null)
        {
            node.Note(size.Path, "must give min, max or both");
        }

        size.Close();
        return new Condition(When.BodyBytes, [], least, most);
    }

    private static ImmutableArray<string> ReadValues(StrictObject node, string key)
    {
        var element = node.Take(key)!.Value;
        IEnumerable<JsonElement> elements = element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray()] : [element];
        var values = ImmutableArray.CreateBuilder<string>();
        foreach (var value in elements)
        {
            if (key == When.Destination && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var index) && index >= 0)
            {
                values.Add(index.ToString(CultureInfo.InvariantCulture));
            }
            else if (key != When.Destination && value.ValueKind == JsonValueKind.String)
            {
                values.Add(value.GetString()!);
            }
            else
            {
                node.Note(node.PathOf(key), key == When.Destination
                    ? "must be an index from 0, or a list of them" : "must be a text or a list of texts");
            }
        }

        return values.ToImmutable();
    }

    private void NoteUnknownValues(StrictObject node, string key, ImmutableArray<string> values)
    {
        var known = key switch
        {
            When.Route => routes.Select(r => r.Id),
            When.Upstream => upstreams.Select(u => u.Name),
            When.Path => traffic.Select(t => t.Path),
            When.Destination =>
                Enumerable.Range(0, upstreams.Select(u => u.Destinations).DefaultIfEmpty(0).Max())
                    .Select(i => i.ToString(CultureInfo.InvariantCulture)),
            _ => null,
        };
        foreach (var value in values.Where(v => known is not null && !known.Contains(v, StringComparer.Ordinal)))
        {
            node.Note(node.PathOf(key), $"names nothing in this file: {value}");
        }
    }
}
