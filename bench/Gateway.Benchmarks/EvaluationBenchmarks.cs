using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using Gateway.Lab.Pipeline;
using Gateway.Modules.Policies;
using Gateway.Modules.Policies.Findings;
using Gateway.Modules.Shared.Options;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks;

/// <summary>
/// One evaluation of the policy engine as it runs every 250 ms: a table of 10,000 outcomes of the last minute with twenty dimensions each,
/// of which 50 live clusters fail, and the quarter of a second's outcomes that are new, which it takes in first. Each cluster is either one
/// tenant's or strikes anywhere; what is found is not written, so that all of it is looked for again. Yardstick: one pass over the
/// samples that compares each of their values.
/// </summary>
public class EvaluationBenchmarks
{
    private const int Rows = 10_000;
    private const int Clusters = 50;
    private const int Parameters = 13;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(60.0 / Rows);

    private readonly SteppedClock _clock = new();
    private readonly Random _random = new(5);
    private readonly List<ClusteredSample> _samples = new(Rows);
    private PolicyEngine _engine = null!;
    private int _next;

    /// <summary>Whether a cluster is one tenant's fault; else it strikes anywhere.</summary>
    [Params(true, false)]
    public bool Explained { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var options = new GatewayOptions { Attribution = new AttributionOptions { ReservoirSize = Rows } };
        var meters = ModuleServices.Create(options).AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        _engine = new PolicyEngine(
            new LiveClusters(Clusters), new LearnedPolicies(_clock, NullLogger<LearnedPolicies>.Instance), new ClusterFindings(),
            new PoliciesMetrics(meters), _clock, new FixedOptions(options), NullLogger<PolicyEngine>.Instance);
        for (var i = 0; i < Rows; i++)
        {
            _samples.Add(Sample(i));
        }

        for (var i = 0; i < Rows; i++)
        {
            Add();
            if (i % 50 == 0)
            {
                _engine.Evaluate();
            }
        }
    }

    [Benchmark(Baseline = true)]
    public int OnePass()
    {
        var count = 0;
        foreach (var sample in _samples)
        {
            foreach (var dimension in sample.Sample.Dimensions)
            {
                count += dimension.Value == "POST" ? 1 : 0;
            }
        }

        return count;
    }

    [Benchmark]
    public int Evaluate()
    {
        for (var passed = TimeSpan.Zero; passed < Interval; passed += Apart)
        {
            Add();
        }

        return _engine.Evaluate().Count;
    }

    private void Add()
    {
        _clock.Advance(Apart);
        var sample = _samples[_next++ % Rows];
        _engine.Add(sample with { Sample = sample.Sample with { CompletedAt = _clock.GetUtcNow() } });
    }

    /// <summary>Three in ten fail, each cluster as often as the others.</summary>
    private ClusteredSample Sample(int number)
    {
        var cluster = _random.Next(Clusters);
        var failed = _random.Next(10) < 3;
        var tenant = Explained ? (failed ? cluster : Clusters + _random.Next(Clusters)) : _random.Next(2 * Clusters);
        var route = _random.Next(5);
        DimensionValue[] dimensions =
        [
            new("route", $"r{route}"), new("method", _random.Next(3) == 0 ? "POST" : "GET"), new("upstream", $"u{route % 3}"),
            new("path", $"/api/{_random.Next(10)}"), new("principal", $"key:{_random.Next(40)}"), new("header:X-Tenant-Id", $"t{tenant}"),
            new("bodyBytes", $"{_random.Next(100, 60_000)}"),
            .. Enumerable.Range(0, Parameters).Select(p => new DimensionValue($"query:p{p}", $"v{_random.Next(4)}")),
        ];
        var sample = new OutcomeSample
        {
            EventId = $"{number}",
            ReplicaId = "r",
            SnapshotRevision = 0,
            Weight = 1,
            CompletedAt = _clock.GetUtcNow(),
            Upstream = $"u{route % 3}",
            Dimensions = [.. dimensions],
            Voter = dimensions[4].Value,
            Outcome = failed ? RequestOutcome.UpstreamError : RequestOutcome.Success,
            Status = failed ? 500 : 200,
            LatencyMs = 5,
            Error = failed ? new MaskedError("a cause", new Fingerprint((ulong)cluster), GuardKeys.ServerError) : null,
        };
        return new ClusteredSample(sample, failed ? new ClusterAssignment(LiveClusters.IdOf(cluster), 1, true, false) : null);
    }
}
