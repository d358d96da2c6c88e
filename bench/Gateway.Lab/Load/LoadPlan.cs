using System.Collections.Immutable;
using System.Globalization;
using Gateway.Lab.GroundTruth;
using Gateway.Lab.Scenarios;

namespace Gateway.Lab.Load;

/// <summary>
/// All requests of a run, drawn before it starts: Poisson arrivals at the scenario's rate, each a traffic item by weight. The same
/// scenario and seed give the same plan.
/// </summary>
internal static class LoadPlan
{
    /// <summary>Tells the plan's draws from the coins, which use the fault's index.</summary>
    private const int Subject = -1;

    public static ImmutableArray<PlannedRequest> Draw(Scenario scenario, int seed)
    {
        var random = Coin.SourceFor(seed, Subject, 0);
        var truth = new Truth(scenario, seed);
        var plan = ImmutableArray.CreateBuilder<PlannedRequest>();
        var at = 0.0;
        for (long id = 1; ; id++)
        {
            at += -Math.Log(1 - random.NextDouble()) * 1000 / scenario.RequestsPerSecond;
            if (at >= scenario.EndMs)
            {
                return plan.ToImmutable();
            }

            // Rounded to what the header carries, so that both sides judge by the same number.
            plan.Add(DrawRequest(scenario, truth, id, Math.Round(at, 3), random));
        }
    }

    private static PlannedRequest DrawRequest(Scenario scenario, Truth truth, long id, double at, Random random)
    {
        var index = DrawItem(scenario.Traffic, at, random);
        var item = scenario.Traffic[index];
        var path = ScenarioPlaceholders.Fill(item.Path, random);
        var headers = DrawAll(item.Headers, random, StringComparer.OrdinalIgnoreCase);
        var query = DrawAll(item.Query, random, StringComparer.Ordinal);
        var fields = DrawAll(item.Body, random, StringComparer.Ordinal);
        var bytes = item.BodyBytes?.DrawWhole(random) ?? 0;
        var drawn = string.Create(CultureInfo.InvariantCulture, $"k-{random.Next(scenario.Principals.Count)}");
        var principal = item.Principal ?? headers.GetValueOrDefault(scenario.Principals.Header, drawn);
        headers[scenario.Principals.Header] = principal;
        var hasBody = item.BodyBytes is not null || !item.Body.IsEmpty;
        var facts = new RequestFacts(
            item.Route.Id,
            item.Route.Upstream,
            item.Method,
            item.Path,
            principal,
            headers,
            query,
            fields,
            hasBody ? PaddedBody.LengthOf(fields, bytes) : 0);
        return new PlannedRequest(id, at, path + QueryString(query), [.. headers], index, truth.HealthyStatus(item, id), hasBody, facts,
            truth.Judge(facts, id, at))
        { Retries = item.Retries };
    }

    /// <summary>The index of one of the items that are sent at this moment.</summary>
    private static int DrawItem(ImmutableArray<TrafficItem> items, double at, Random random)
    {
        var left = random.NextDouble() * items.Where(i => i.IsSent(at)).Sum(i => i.Weight);
        var last = 0;
        for (var i = 0; i < items.Length; i++)
        {
            if (!items[i].IsSent(at))
            {
                continue;
            }

            last = i;
            left -= items[i].Weight;
            if (left < 0)
            {
                return i;
            }
        }

        return last;
    }

    private static Dictionary<string, string> DrawAll(ImmutableArray<Choice> choices, Random random, StringComparer comparer)
    {
        var drawn = new Dictionary<string, string>(comparer);
        foreach (var choice in choices)
        {
            if (choice.Draw(random) is { Length: > 0 } value)
            {
                drawn[choice.Name] = value;
            }
        }

        return drawn;
    }

    private static string QueryString(Dictionary<string, string> query) =>
        query.Count == 0 ? "" : "?" + string.Join('&', query.Select(q => $"{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(q.Value)}"));
}
