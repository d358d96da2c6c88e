using CsCheck;
using Gateway.Modules.Policies;
using Gateway.Modules.Policies.Findings;
using Gateway.Modules.Policies.Outcomes;
using Gateway.Modules.Policies.Wordings;

namespace Gateway.Tests.Policies.Findings;

public sealed class EvidenceGridTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly WordingKey Wording = new("c-1", null);

    private static readonly Gen<(int Ms, int A, int B, bool Failed, bool Heavy)[]> Outcomes =
        Gen.Select(Gen.Int[0, 70_000], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Bool, Gen.Int[0, 9].Select(n => n == 0)).Array[0, 300];

    [Test]
    public void CountsOf_AnyOutcomes_AreThoseOfACountRowByRow() => Outcomes.Sample(outcomes =>
    {
        var values = new ValueCatalogue();
        var rows = outcomes.Select(o => RowOf(o, values)).OrderByDescending(r => r.At).ToList();
        var snapshot = new TableSnapshot(rows, key => key, Now, new WorkBudget(long.MaxValue));
        var table = TableOf(snapshot);
        var grid = EvidenceGrid.Build(table, [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60)], [], 1, 0.75);
        return grid.FrequentScopes(3, 1).TrueForAll(mask => Agrees(grid, mask, rows));
    });

    [Test]
    public void TellingValues_ManyValuesSayNothing_TheOneThatTellsIsKept()
    {
        var random = new Random(1);
        var values = new ValueCatalogue();
        var rows = Enumerable.Range(0, 3000).Select(i =>
        {
            var failed = random.Next(10) == 0;
            DimensionValue[] junk = [.. Enumerable.Range(0, 40)
                .Select(k => new DimensionValue($"query:p{k}", random.Next(2) == 0 ? "a" : "b"))];
            return Row(Now.AddMilliseconds(-10 * i), 1, failed, values.Take([.. junk, new("query:format", failed ? "pdf" : "html")], "shop"));
        }).ToList();
        var table = TableOf(new TableSnapshot(rows, key => key, Now, new WorkBudget(long.MaxValue)));
        var told = TellingValues.Of(table, [], 10);
        Assert.That((told.Length, told.Any(v => v.Shown == "pdf")), Is.EqualTo((32, true)));
    }

    [Test]
    public void FrequentScopes_BudgetSpent_StopsSearching()
    {
        var values = new ValueCatalogue();
        var rows = Enumerable.Range(0, 500)
            .Select(i => Row(Now.AddMilliseconds(-i), 1, i % 2 == 0, values.Take(new DimensionValue[] { new("query:q", "a") }, "shop"))).ToList();
        var budget = new WorkBudget(10);
        var grid = EvidenceGrid.Build(TableOf(new TableSnapshot(rows, key => key, Now, budget)), [TimeSpan.FromSeconds(60)], [], 1, 0.75);
        Assert.That((budget.IsSpent, grid.FrequentScopes(2, 1).Count), Is.EqualTo((true, 0)));
    }

    [Test]
    public void Add_RowsOfManyValues_TheTableStaysWithinItsBytes()
    {
        var table = new OutcomeTable(10_000, maxBytes: 1_000_000);
        for (var i = 0; i < 5000; i++)
        {
            var number = i;
            table.Add(new ClusteredSample(
                new OutcomeSample
                {
                    EventId = "e",
                    ReplicaId = "r",
                    SnapshotRevision = 0,
                    Weight = 1,
                    CompletedAt = Now.AddMilliseconds(i),
                    Upstream = "shop",
                    Dimensions = [.. Enumerable.Range(0, 30).Select(k => new DimensionValue($"query:p{k}", $"value-{number}-{k}"))],
                    Voter = "v",
                    Outcome = RequestOutcome.Success,
                    Status = 200,
                    LatencyMs = 1,
                },
                null));
        }

        Assert.That((table.Bytes <= 1_000_000, table.Count > 100), Is.EqualTo((true, true)));
    }

    private static bool Agrees(EvidenceGrid grid, ulong mask, List<OutcomeRow> rows)
    {
        var tests = new ScopeTests(grid.ScopeOf(mask), null);
        var counts = grid.CountsOf(grid.RowsOf(mask), null);
        for (var i = 0; i < grid.Windows.Length; i++)
        {
            var inside = rows.Where(r => Now - r.At <= grid.Windows[i] && tests.Match(r)).ToArray();
            var failed = inside.Where(r => r.IsFailure).ToArray();
            if (counts[i].Failures != failed.Length
                || counts[i].Total != inside.Length
                || Math.Abs(counts[i].FailedWeight - failed.Sum(r => r.Weight)) > 1e-6
                || Math.Abs(counts[i].TotalWeight - inside.Sum(r => r.Weight)) > 1e-6)
            {
                return false;
            }
        }

        return true;
    }

    private static AttributionTable TableOf(TableSnapshot snapshot)
    {
        var cluster = new ErrorCluster("c-1", "x", ErrorKind.Defect, null, 1, "5xx", 500, 9, 1, 0.5, 1, Now, Now, "live", ["x"], true);
        return new AttributionTable(snapshot, new ClusterGroup([new Wording(Wording, cluster)]), new Explanations([], []), [], Now,
            snapshot.Count);
    }

    private static OutcomeRow RowOf((int Ms, int A, int B, bool Failed, bool Heavy) outcome, ValueCatalogue values) => Row(
        Now.AddMilliseconds(-outcome.Ms),
        outcome.Heavy ? 10 : 1,
        outcome.Failed,
        values.Take([new("query:a", $"x{outcome.A}"), new("query:b", $"y{outcome.B}")], "shop"),
        outcome.Ms % 1000);

    private static OutcomeRow Row(DateTimeOffset at, double weight, bool failed, KnownValue[] values, long bodyBytes = -1) => new()
    {
        At = at,
        Weight = weight,
        Outcome = failed ? RequestOutcome.UpstreamError : RequestOutcome.Success,
        Status = failed ? 500 : 200,
        Wording = failed ? Wording : null,
        Voter = 1,
        Upstream = "shop",
        BodyBytes = bodyBytes,
        Values = values,
    };
}
