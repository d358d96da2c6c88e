using System.Text.Json;
using Gateway.Lab.Figures;
using Gateway.Lab.Load;

namespace Gateway.Lab.Variants;

/// <summary>Asks the gateway which policies it enforces, so that one that refused nothing is seen too.</summary>
internal sealed class PolicyWatcher(HttpClient client, Uri gateway, RunClock clock, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private readonly Dictionary<(string ScopeText, string Action), double> _seen = [];

    /// <summary>Runs until cancelled, and then says which scopes were enforced and since when.</summary>
    public async Task<IReadOnlyList<EnforcedScope>> WatchAsync(CancellationToken cancellationToken)
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

        return [.. _seen.Select(s => new EnforcedScope(s.Key.ScopeText, s.Key.Action, s.Value))];
    }

    private void Note(JsonElement list)
    {
        foreach (var policy in list.GetProperty("items").EnumerateArray())
        {
            var action = policy.GetProperty("action").GetString() ?? "";
            if (Is(policy.GetProperty("mode").GetString(), "Enforce") && !Is(action, "Observe"))
            {
                _seen.TryAdd((policy.GetProperty("scopeText").GetString() ?? "", action.ToLowerInvariant()), clock.NowMs);
            }
        }
    }

    private static bool Is(string? text, string expected) => string.Equals(text, expected, StringComparison.OrdinalIgnoreCase);
}
