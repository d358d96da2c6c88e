using System.Diagnostics.Metrics;

namespace Gateway.Modules.Shared.Running;

/// <summary>How the workers behind the proxy are: for <c>/ready</c> and the scrape. One lock guards the states.</summary>
internal sealed class WorkerStates : IReadinessPart
{
    /// <summary>How long after a failure a worker that runs again still counts as troubled, so that a probe sees it.</summary>
    public static readonly TimeSpan Trouble = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, State> _states = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    public WorkerStates(IEnumerable<WorkerName> names, IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        foreach (var name in names)
        {
            _states[name.Value] = default;
        }

        meters.Create(MetricNames.MeterPrefix + "Workers").CreateObservableCounter(
            MetricNames.WorkerRestarts, Measure, description: "Times a worker failed and was started again.");
    }

    public string Name => "workers";

    public PartState GetState()
    {
        lock (_lock)
        {
            var troubled = _states.Where(s => s.Value.Problem is not null
                && (!s.Value.Running || _time.GetElapsedTime(s.Value.FailedAt) < Trouble)).ToList();
            return troubled.Count == 0
                ? new PartState("running", string.Join(", ", _states.Keys), Well: true, Problem: null)
                : new PartState(
                    "restarting",
                    string.Join(", ", troubled.Select(t => t.Key)),
                    Well: false,
                    string.Join("; ", troubled.Select(t => $"{t.Key} failed: {t.Value.Problem}")));
        }
    }

    public void Failed(string name, Exception failure)
    {
        lock (_lock)
        {
            var state = _states.GetValueOrDefault(name);
            // The message may quote what the worker was at; the log has it all.
            _states[name] = new State(state.Restarts, Running: false, _time.GetTimestamp(), failure.GetType().Name);
        }
    }

    public void Restarted(string name)
    {
        lock (_lock)
        {
            var state = _states.GetValueOrDefault(name);
            _states[name] = state with { Restarts = state.Restarts + 1, Running = true };
        }
    }

    private List<Measurement<long>> Measure()
    {
        lock (_lock)
        {
            return [.. _states.Select(s => new Measurement<long>(s.Value.Restarts, new KeyValuePair<string, object?>("worker", s.Key)))];
        }
    }

    private readonly record struct State(long Restarts, bool Running, long FailedAt, string? Problem);
}

/// <summary>What a worker is called in <c>/ready</c>, the scrape and the log.</summary>
internal sealed record WorkerName(string Value);
