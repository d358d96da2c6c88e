using Gateway.Modules.Policies;
using Gateway.Modules.Policies.Findings;
using Gateway.Modules.Policies.Outcomes;
using Gateway.Modules.Policies.Wordings;

namespace Gateway.Tests.Policies.Findings;

/// <summary>
/// A table of outcomes of many clients, written some a line: <c>upstream=shop route=orders method=GET</c>, in turn from ten clients that
/// have all succeeded before. <c>bodyBytes</c> is the size.
/// </summary>
internal sealed class Traffic
{
    private const int Clients = 10;

    private static readonly WordingKey Fault = new("c-1", null);
    private readonly ValueCatalogue _values = new();
    private readonly List<OutcomeRow> _rows = [];
    private readonly VoterStandings _standings = new();
    private int _sent;

    public static DateTimeOffset Now => OutcomeRows.Now;

    public ErrorKind Kind { get; init; } = ErrorKind.Defect;

    public int Status { get; init; } = 500;

    public Traffic Fail(int count, string what, double secondsAgo = 0.4, double weight = 1, long stepBytes = 0) =>
        Add(count, what, true, secondsAgo, weight, stepBytes);

    public Traffic Succeed(int count, string what, double secondsAgo = 0.4, double weight = 1, long stepBytes = 0) =>
        Add(count, what, false, secondsAgo, weight, stepBytes);

    public ClusterGroup Group => new([new Wording(Fault, new ErrorCluster(
        "c-1", "x", Kind, null, 1, GuardKeys.ServerError, Status, 9, 1, 0.5, 1, Now, Now, "live", ["x"], true))]);

    public AttributionTable Table(double onsetSecondsAgo = 1, Explanations? explanations = null)
    {
        var snapshot = new TableSnapshot(_rows, key => key, Now, new WorkBudget(long.MaxValue));
        return new AttributionTable(
            snapshot, Group, explanations ?? new Explanations([], []), [], Now.AddSeconds(-onsetSecondsAgo), snapshot.Count);
    }

    /// <summary>What attribution finds, while a hundred requests a second succeed.</summary>
    public IReadOnlyList<Finding> Search() =>
        new Attribution(new AttributionOptions(), new PoliciesOptions(), failureThreshold: 10, _standings)
            .Search(Table(), new FalseKillBudget(new PoliciesOptions(), healthyPerSecond: 100, spentPerSecond: 0));

    /// <summary>The scopes that would be acted on.</summary>
    public IEnumerable<string> Scopes() => Search().Where(f => f.Verdict.Action != PolicyAction.Observe).Select(f => f.Scope.Text).Order();

    public Finding? Widen(LearnedPolicy policy) => new Widening(new AttributionOptions(), new PoliciesOptions(), _standings)
        .Of(policy, Table(explanations: new Explanations([policy.Explanation], [])));

    private Traffic Add(int count, string what, bool failed, double secondsAgo, double weight, long stepBytes)
    {
        var pairs = what.Split(' ').Select(pair => pair.Split('=', 2)).ToArray();
        var size = pairs.FirstOrDefault(p => p[0] == "bodyBytes")?[1];
        var bytes = size is null ? -1 : long.Parse(size, System.Globalization.CultureInfo.InvariantCulture);
        var upstream = pairs.FirstOrDefault(p => p[0] == "upstream")?[1] ?? "shop";
        for (var i = 0; i < count; i++)
        {
            var client = (ulong)(_sent++ % Clients) + 1;
            DimensionValue[] dimensions =
            [
                .. pairs.Where(p => p[0] != "bodyBytes").Select(p => new DimensionValue(p[0], p[1])),
                new(DimensionNames.Principal, $"p{client}"),
            ];
            _standings.Succeeded(client, Now.AddMinutes(-1));
            _rows.Add(new OutcomeRow
            {
                At = Now.AddSeconds(-secondsAgo).AddMilliseconds(i * 0.1),
                Weight = weight,
                Outcome = failed ? RequestOutcome.UpstreamError : RequestOutcome.Success,
                Status = failed ? Status : 200,
                Wording = failed ? Fault : null,
                Voter = client,
                Upstream = upstream,
                BodyBytes = bytes < 0 ? -1 : bytes + (i * stepBytes),
                Values = _values.Take(dimensions, upstream),
            });
        }

        return this;
    }
}
