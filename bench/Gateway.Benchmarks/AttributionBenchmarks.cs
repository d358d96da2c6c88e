using System.Globalization;
using BenchmarkDotNet.Attributes;
using Gateway.Modules.Policies;
using Gateway.Modules.Policies.Findings;
using Gateway.Modules.Policies.Outcomes;
using Gateway.Modules.Policies.Wordings;

namespace Gateway.Benchmarks;

/// <summary>
/// One search for the scope of a fault among 20,000 outcomes of the last half minute, of which one tenant's requests for one format
/// have failed for ten seconds. Yardstick: one pass over the rows that compares one value.
/// </summary>
public class AttributionBenchmarks
{
    private const int Rows = 20_000;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Fault = TimeSpan.FromSeconds(10);
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 1, 0, TimeSpan.Zero);
    private static readonly string[] Tenants = ["acme", "globex", "initech", "umbrella", "hooli"];
    private static readonly string[] Formats = ["pdf", "csv", "json", "html"];
    private static readonly WordingKey Wording = new("c-1", null);

    private readonly Attribution _attribution = new(new AttributionOptions(), new PoliciesOptions(), 10, new VoterStandings());
    private readonly List<OutcomeRow> _rows = new(Rows);
    private readonly ValueKey _value = ValueKey.Of("query:format", "pdf", upstream: null);
    private readonly ValueCatalogue _values = new();
    private ClusterGroup _group = null!;

    [GlobalSetup]
    public void SetUp()
    {
        var random = new Random(3);
        for (var i = 0; i < Rows; i++)
        {
            _rows.Add(RowAt(Now - (Span * ((double)i / Rows)), random));
        }

        var cluster = new ErrorCluster(
            "c-1", "deadlock", ErrorKind.DataConflict, null, 1, GuardKeys.ServerError, 500, 100, 10, 0.5, 1, Now - Fault, Now, "live",
            ["deadlock"], true);
        _group = new ClusterGroup([new Wording(Wording, cluster)]);
        if (Search() == 0)
        {
            throw new InvalidOperationException("the fault is not found");
        }
    }

    [Benchmark(Baseline = true)]
    public int OnePass() => _rows.Count(row => row.Has(_value));

    /// <summary>The whole evaluation's part: the copy of the table, its index and the search.</summary>
    [Benchmark]
    public int Search()
    {
        var snapshot = new TableSnapshot(_rows, key => key, Now, new WorkBudget(int.MaxValue));
        var table = new AttributionTable(snapshot, _group, new Explanations([], []), [], Now - Fault, snapshot.Count);
        return _attribution.Search(table, new FalseKillBudget(new PoliciesOptions(), 1000, 0)).Count;
    }

    private OutcomeRow RowAt(DateTimeOffset at, Random random)
    {
        var (tenant, format) = (Tenants[random.Next(Tenants.Length)], Formats[random.Next(Formats.Length)]);
        var failed = tenant == "acme" && format == "pdf" && Now - at < Fault;
        DimensionValue[] dimensions =
        [
            new("route", "orders"), new("method", "GET"), new("upstream", "shop"), new("path", "/api/orders/{id}"),
            new("header:X-Tenant-Id", tenant), new("query:format", format),
            new("principal", string.Create(CultureInfo.InvariantCulture, $"key:{random.Next(40)}")),
        ];
        return new OutcomeRow
        {
            At = at,
            Weight = 1,
            Outcome = failed ? RequestOutcome.UpstreamError : RequestOutcome.Success,
            Status = failed ? 500 : 200,
            Wording = failed ? Wording : null,
            Voter = (ulong)random.Next(1, 41),
            Upstream = "shop",
            Values = _values.Take(dimensions, "shop"),
        };
    }
}
