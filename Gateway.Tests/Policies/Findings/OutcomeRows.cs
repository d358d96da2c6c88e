using Gateway.Modules.Policies;
using Gateway.Modules.Policies.Findings;
using Gateway.Modules.Policies.Outcomes;
using Gateway.Modules.Policies.Wordings;

namespace Gateway.Tests.Policies.Findings;

/// <summary>A table of a few outcomes, written one a line: how long ago, who, what was asked, whether it failed.</summary>
internal sealed class OutcomeRows
{
    public static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly WordingKey Fault = new("c-1", null);
    private readonly ValueCatalogue _values = new();
    private readonly List<OutcomeRow> _rows = [];

    public VoterStandings Standings { get; } = new();

    public ErrorKind Kind { get; init; } = ErrorKind.Defect;

    /// <summary>The status of a failure.</summary>
    public int Status { get; init; } = 500;

    /// <summary>Adds outcomes of one voter, 1 ms apart, with a value of <c>query:q</c> and one of <c>query:r</c>.</summary>
    public OutcomeRows Add(int count, ulong voter, string q, bool failed, double secondsAgo, string r = "x", bool proven = true)
    {
        for (var i = 0; i < count; i++)
        {
            _rows.Add(new OutcomeRow
            {
                At = Now.AddSeconds(-secondsAgo).AddMilliseconds(i),
                Weight = 1,
                Outcome = failed ? RequestOutcome.UpstreamError : RequestOutcome.Success,
                Status = failed ? Status : 200,
                Wording = failed ? Fault : null,
                Voter = voter,
                Upstream = "shop",
                Values = _values.Take([new("query:q", q), new("query:r", r), new(DimensionNames.Principal, $"p{voter}")], "shop"),
            });
        }

        if (proven)
        {
            Standings.Succeeded(voter, Now.AddSeconds(-secondsAgo));
        }

        return this;
    }

    public ClusterGroup Group => new([new Wording(Fault, new ErrorCluster(
        "c-1", "x", Kind, null, 1, GuardKeys.ServerError, Status, 9, 1, 0.5, 1, Now, Now, "live", ["x"], true))]);

    public AttributionTable Table()
    {
        var snapshot = new TableSnapshot(_rows, key => key, Now, new WorkBudget(long.MaxValue));
        return new AttributionTable(snapshot, Group, new Explanations([], []), [], Now.AddSeconds(-1), snapshot.Count);
    }

    /// <summary>A budget for any cost.</summary>
    public static FalseKillBudget Ample => new(new PoliciesOptions { MaxFalseKillRate = 1 }, healthyPerSecond: 1e9, spentPerSecond: 0);

    /// <summary>What attribution finds in the table.</summary>
    public IReadOnlyList<Finding> Search(AttributionOptions? options = null) =>
        new Attribution(options ?? new AttributionOptions(), new PoliciesOptions(), failureThreshold: 5, Standings)
            .Search(Table(), Ample);

    /// <summary>A scope of tests such as <c>query:q=a</c>.</summary>
    public static Scope ScopeOf(params string[] tests) => new(tests.Select(t => t.Split('=', 2))
        .Select(parts => new DimensionTest(parts[0], TestOperator.Equal, parts[1])));
}
