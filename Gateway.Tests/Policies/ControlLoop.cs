using System.Globalization;
using Gateway.Modules.Policies;
using Gateway.Modules.Policies.Findings;
using Gateway.Modules.Shared.Options;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Policies;

/// <summary>One request of a simulated stream; a loose text is shown in its cluster without being near enough to act on.</summary>
internal sealed record SimulatedRequest(string Voter, Dictionary<string, string> Dimensions, string? Cluster, bool Aborted = false,
    ulong? LooseText = null, int? Status = null);

/// <summary>
/// The policy engine in front of a simulated stream, on fake time: requests arrive at a rate, policies refuse with a hold-out of
/// one a second, the engine evaluates every 250 ms. The store is a dictionary.
/// </summary>
internal sealed class ControlLoop
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Start);
    private readonly LearnedPolicies _learned;
    private readonly PolicyEngine _engine;
    private readonly Dictionary<string, (StoredPolicy Stored, DateTimeOffset Until)> _store = [];
    private readonly Dictionary<string, DateTimeOffset> _lastHoldOut = [];
    private readonly Random _random;
    private long _events;

    public ControlLoop(GatewayOptions options, int seed = 1)
    {
        _random = new Random(seed);
        _learned = new LearnedPolicies(_time, NullLogger<LearnedPolicies>.Instance);
        var metrics = new PoliciesMetrics(Embedding.Metering.CreateFactory());
        _engine = new PolicyEngine(Clusters, _learned, Findings, metrics, _time, new FixedOptions(options),
            NullLogger<PolicyEngine>.Instance);
    }

    public FakeClusters Clusters { get; } = new();

    public TimeSpan HoldOutInterval { get; set; } = TimeSpan.FromSeconds(1);

    public ClusterFindings Findings { get; } = new();

    public Random Random => _random;

    /// <summary>Every policy that was ever enacted, with the second it came.</summary>
    public List<(Policy Policy, double Second)> Enacted { get; } = [];

    public int HealthyRefused { get; private set; }

    public int DoomedRefused { get; private set; }

    public double Second => (_time.GetUtcNow() - Start).TotalSeconds;

    public IReadOnlyList<Policy> Live => [.. _store.Values.Where(p => p.Until > _time.GetUtcNow()).Select(p => p.Stored.Policy)];

    public IEnumerable<string> EnforcedScopes =>
        Enacted.Where(e => e.Policy.Mode == PolicyMode.Enforce).Select(e => e.Policy.Scope.Text).Distinct();

    public void Run(double seconds, double perSecond, Func<Random, SimulatedRequest> next)
    {
        var step = TimeSpan.FromSeconds(1 / perSecond);
        var end = _time.GetUtcNow() + TimeSpan.FromSeconds(seconds);
        var evaluation = _time.GetUtcNow() + TimeSpan.FromMilliseconds(250);
        while (_time.GetUtcNow() < end)
        {
            _time.Advance(step);
            Send(next(_random));
            if (_time.GetUtcNow() >= evaluation)
            {
                Evaluate();
                evaluation += TimeSpan.FromMilliseconds(250);
            }
        }
    }

    public void Evaluate()
    {
        foreach (var write in _engine.Evaluate())
        {
            if (write.IsWithdrawn)
            {
                _store.Remove(write.Policy.Id);
                _learned.Withdrawn(write.Policy);
                continue;
            }

            var stored = new StoredPolicy(write.Policy, write.ExpectedRevision + 1, write.Policy.Lifetime);
            if (write.ExpectedRevision == 0)
            {
                Enacted.Add((write.Policy, Second));
            }

            _store[write.Policy.Id] = (stored, _time.GetUtcNow() + write.Policy.Lifetime!.Value);
            _learned.Written(stored);
        }
    }

    private void Send(SimulatedRequest request)
    {
        var policy = Live.FirstOrDefault(p => p.Mode == PolicyMode.Enforce
            && p.Action == PolicyAction.Break && p.Scope.Tests.All(t => Passes(request, t)));
        var role = policy is null ? PolicyRole.None : PolicyRole.Refused;
        if (policy is not null && _time.GetUtcNow() - _lastHoldOut.GetValueOrDefault(policy.Id) >= HoldOutInterval)
        {
            _lastHoldOut[policy.Id] = _time.GetUtcNow();
            role = PolicyRole.HoldOut;
        }

        if (role == PolicyRole.Refused)
        {
            (HealthyRefused, DoomedRefused) = request.Cluster is null
                ? (HealthyRefused + 1, DoomedRefused) : (HealthyRefused, DoomedRefused + 1);
        }

        _engine.Add(new ClusteredSample(SampleOf(request, policy?.Id, role), AssignmentOf(request, role)));
    }

    private static bool Passes(SimulatedRequest request, DimensionTest test) =>
        request.Dimensions.TryGetValue(test.Dimension, out var value)
        && (test.Operator == TestOperator.AtLeast ? Number(value) >= Number(test.Value) : value == test.Value);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private OutcomeSample SampleOf(SimulatedRequest request, string? policyId, PolicyRole role) => new()
    {
        EventId = $"r-{_events++}",
        ReplicaId = "r",
        SnapshotRevision = 0,
        Weight = 1,
        CompletedAt = _time.GetUtcNow(),
        Upstream = request.Dimensions["upstream"],
        Dimensions = [.. request.Dimensions.Select(d => new DimensionValue(d.Key, d.Value))],
        Voter = request.Voter,
        Outcome = role == PolicyRole.Refused ? RequestOutcome.Refused
            : request.Aborted ? RequestOutcome.ClientAborted
            : request.Cluster is null ? RequestOutcome.Success : RequestOutcome.UpstreamError,
        Status = request.Status ?? (request.Cluster is null ? 200 : Clusters.GetCluster(request.Cluster)?.UpstreamStatus ?? 500),
        LatencyMs = 5,
        Error = request.Cluster is null ? null : new MaskedError("text", new Fingerprint(request.LooseText ?? 0), "5xx"),
        PolicyId = policyId,
        PolicyRole = role,
    };

    private static ClusterAssignment? AssignmentOf(SimulatedRequest request, PolicyRole role) =>
        request.Cluster is null || request.Aborted || role == PolicyRole.Refused
            ? null : new ClusterAssignment(request.Cluster, 1, request.LooseText is null, false);
}
