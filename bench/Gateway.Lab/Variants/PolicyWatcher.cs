using System.Text.Json;
using Gateway.Lab.Figures;
using Gateway.Lab.Load;

namespace Gateway.Lab.Variants;

/// <summary>Asks the gateway again and again which policies it has, so that one that refused nothing is seen too.</summary>
internal sealed class PolicyWatcher(HttpClient client, Uri gateway, RunClock clock, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>A policy that was not listed for longer has died; seen again, it lives anew.</summary>
    private const double LongestGapMs = 1500;

    private readonly List<PolicyLife> _lives = [];

    /// <summary>Runs until cancelled, and then says which policies there were, from when to when.</summary>
    public async Task<IReadOnlyList<PolicyLife>> WatchAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var response = await client.GetAsync(new Uri(gateway, "/admin/policies"), cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
                    Note(document.RootElement);
                }

                await Task.Delay(Interval, time, cancellationToken);
            }
            catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException
                or OperationCanceledException)
            {
                // A missed look is made up for by the next; a gateway that is gone makes the run invalid by itself.
                await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return [.. _lives.OrderBy(l => l.FromMs)];
    }

    private void Note(JsonElement list)
    {
        var now = clock.NowMs;
        foreach (var item in list.GetProperty("items").EnumerateArray())
        {
            var seen = new PolicyLife(
                TextOf(item, "id"),
                TextOf(item, "scopeText"),
                TextOf(item, "action").ToLowerInvariant(),
                TextOf(item, "mode").ToLowerInvariant(),
                now,
                now,
                IntervalOf(item));
            var at = _lives.FindLastIndex(l => l.Id == seen.Id);
            if (at >= 0 && _lives[at].Mode == seen.Mode && _lives[at].Action == seen.Action && now - _lives[at].ToMs <= LongestGapMs)
            {
                _lives[at] = _lives[at] with { ToMs = now, FalseKill = seen.FalseKill ?? _lives[at].FalseKill };
            }
            else
            {
                _lives.Add(seen);
            }
        }
    }

    private static FalseKillInterval? IntervalOf(JsonElement item) =>
        item.TryGetProperty("falseKill", out var interval) && interval.ValueKind == JsonValueKind.Object
            ? new FalseKillInterval(
                interval.GetProperty("ratio").GetDouble(),
                interval.GetProperty("low").GetDouble(),
                interval.GetProperty("high").GetDouble())
            : null;

    private static string TextOf(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
