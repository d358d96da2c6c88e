using System.Globalization;
using Gateway.Modules.Policies;
using Gateway.Modules.Policies.Findings;
using Gateway.Modules.Shared.Requests;
using Gateway.Tests.Proxy.Gate;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Policies;

/// <summary>What came of one run for those who did nothing wrong.</summary>
/// <param name="LongestVainSeconds">Longest time that one of them was refused without a break, healthy requests only.</param>
/// <param name="FoundAfterSeconds">From the fault's first failure to the first doomed request refused; infinite where it was not
/// found.</param>
internal sealed record CrowdResult(double LongestVainSeconds, double FoundAfterSeconds, int HealthyRefused, string Scopes);

/// <summary>
/// Gate, breakers and engine as they are, in front of honest, buggy and hostile clients on fake time. One parameter value fails for
/// everybody from the tenth to the twentieth second; hostile clients change between five strategies, each of which picks its cause freely,
/// since texts can be provoked.
/// </summary>
internal sealed class CrowdSimulation : IDisposable
{
    private const double PerSecond = 50;
    private const double FaultFrom = 10;
    private const double FaultTo = 20;
    private const double End = 32;
    private const int Strategies = 5;

    private readonly Random _random;
    private readonly GateFixture _gate;
    private readonly LearnedPolicies _learned;
    private readonly PolicyEngine _engine;
    private readonly Dictionary<string, (StoredPolicy Stored, DateTimeOffset Until)> _store = [];
    private readonly Dictionary<int, double> _refusedSince = [];
    private readonly HashSet<string> _scopes = [];
    private readonly DateTimeOffset _start;
    private readonly int _honest;
    private readonly int _buggy;
    private readonly int _hostile;
    private readonly double _hostileShare;
    private int _events;
    private double _longestVain;
    private double _firstFailure = double.NaN;
    private double _found = double.PositiveInfinity;
    private int _healthyRefused;

    public CrowdSimulation(int seed, bool hostile)
    {
        _random = new Random(seed);
        _honest = _random.Next(5, 21);
        _buggy = _random.Next(0, 3);
        _hostile = _random.Next(1, 4);
        _hostileShare = hostile ? 0.05 + (0.15 * _random.NextDouble()) : 0;
        var options = new GatewayOptions { Diagnostics = new DiagnosticsOptions { RandomSeed = seed } };
        _gate = new GateFixture(options, realBreakers: true);
        _start = _gate.Time.GetUtcNow();
        _learned = new LearnedPolicies(_gate.Time, NullLogger<LearnedPolicies>.Instance);
        var clusters = new FakeClusters();
        clusters.Set("c-fault", ErrorKind.DependencyDown);
        clusters.Set("c-own", ErrorKind.Defect);
        clusters.Set("c-bug", ErrorKind.CallerFault, 422);
        clusters.Set("c-loose", ErrorKind.Unknown);
        _engine = new PolicyEngine(
            clusters,
            _learned,
            new ClusterFindings(),
            new PoliciesMetrics(Embedding.Metering.CreateFactory()),
            _gate.Time,
            _gate.Options,
            NullLogger<PolicyEngine>.Instance);
    }

    private double Second => (_gate.Time.GetUtcNow() - _start).TotalSeconds;

    private bool IsFault => Second is >= FaultFrom and < FaultTo;

    public CrowdResult Run()
    {
        var evaluation = 0.25;
        while (Second < End)
        {
            _gate.Time.Advance(TimeSpan.FromSeconds(-Math.Log(1 - _random.NextDouble()) / PerSecond));
            Send();
            if (Second >= evaluation)
            {
                Evaluate();
                evaluation = Second + 0.25;
            }
        }

        return new CrowdResult(_longestVain, _found, _healthyRefused, string.Join("; ", _scopes));
    }

    public void Dispose() => _gate.Dispose();

    private void Send()
    {
        if (_random.NextDouble() < _hostileShare)
        {
            SendHostile();
            return;
        }

        var client = _random.Next(_honest + _buggy);
        var format = _random.Next(4) == 0 ? "pdf" : "html";
        if (client >= _honest)
        {
            Forward($"buggy-{client}", "html", "/api/orders/17", "POST", 422, "c-bug", null);
            return;
        }

        var doomed = IsFault && format == "pdf";
        _firstFailure = doomed && double.IsNaN(_firstFailure) ? Second : _firstFailure;
        var refused = doomed
            ? Forward($"honest-{client}", format, "/api/orders/17", "GET", 500, "c-fault", null)
            : Forward($"honest-{client}", format, "/api/orders/17", "GET", _random.Next(5) == 0 ? 404 : 200, null, null);
        Judge(client, doomed, refused);
    }

    /// <summary>
    /// The five: fail as the fault does; fail with a cause of one's own; half and half, so as to stay below every bound; flood with
    /// successes; another text and value each time.
    /// </summary>
    private void SendHostile()
    {
        var client = $"hostile-{_random.Next(_hostile)}";
        var format = _random.Next(2) == 0 ? "pdf" : "html";
        var phase = (int)(Second / 4) % Strategies;
        var fails = phase is 0 or 1 || (phase is 2 or 4 && _random.Next(2) == 0);
        var cluster = !fails ? null : phase switch { 0 => "c-fault", 4 => "c-loose", _ => "c-own" };
        var value = phase == 4 ? $"v{_random.Next(1000).ToString(CultureInfo.InvariantCulture)}" : format;
        if (IsFault && value == "pdf" && !fails)
        {
            // A real fault spares nobody.
            (fails, cluster) = (true, "c-fault");
        }

        Forward(client, value, "/api/orders/17", "GET", fails ? 500 : 200, cluster, phase == 4 ? (ulong)_random.Next(400) : null);
    }

    private void Judge(int client, bool doomed, bool refused)
    {
        if (doomed)
        {
            _found = refused && double.IsPositiveInfinity(_found) ? Second - _firstFailure : _found;
            return;
        }

        if (!refused)
        {
            _refusedSince.Remove(client);
            return;
        }

        _healthyRefused++;
        var since = _refusedSince.TryGetValue(client, out var known) ? known : _refusedSince[client] = Second;
        _longestVain = Math.Max(_longestVain, Second - since);
    }

    /// <returns>Whether the request was refused.</returns>
    private bool Forward(string client, string format, string path, string method, int status, string? cluster, ulong? looseText)
    {
        var decision = _gate.Gate.Decide(Requests.Facts($"?format={format}", path, method, principalKey: client));
        var outcome = decision.Refused ? RequestOutcome.Refused
            : status >= 400 ? RequestOutcome.UpstreamError
            : RequestOutcome.Success;
        decision.Complete(outcome, status, cluster, _gate.Options.CurrentValue.Policies.NeverActOn);
        var principal = PrincipalName.OfKey(client);
        var failed = !decision.Refused && cluster is not null;
        var sample = new OutcomeSample
        {
            EventId = (_events++).ToString(CultureInfo.InvariantCulture),
            ReplicaId = "r",
            SnapshotRevision = 0,
            Weight = 1,
            CompletedAt = _gate.Time.GetUtcNow(),
            Upstream = "shop",
            Dimensions =
            [
                new("route", "orders"), new("method", method), new("upstream", "shop"), new("path", "/api/orders/{int}"),
                new("principal", principal), new("query:format", format),
            ],
            Voter = principal,
            Outcome = outcome,
            Status = decision.Refused ? 503 : status,
            LatencyMs = 5,
            Error = failed ? new MaskedError("text", new Fingerprint(looseText ?? 0), status < 500 ? "4xx" : "5xx") : null,
            PolicyId = decision.Policy?.Policy.Id,
            PolicyRole = decision.Role,
        };
        _engine.Add(new ClusteredSample(sample, failed ? new ClusterAssignment(cluster!, 1, looseText is null, false) : null));
        return decision.Refused;
    }

    private void Evaluate()
    {
        var now = _gate.Time.GetUtcNow();
        foreach (var write in _engine.Evaluate())
        {
            if (write.IsWithdrawn)
            {
                _store.Remove(write.Policy.Id);
                _learned.Withdrawn(write.Policy);
                continue;
            }

            var stored = new StoredPolicy(write.Policy, write.ExpectedRevision + 1, write.Policy.Lifetime);
            _store[write.Policy.Id] = (stored, now + write.Policy.Lifetime!.Value);
            _scopes.Add(write.Policy.Scope.Text);
            _learned.Written(stored);
        }

        var live = _store.Values.Where(p => p.Until > now).Select(p => p.Stored with { RemainingLifetime = p.Until - now }).ToArray();
        var set = new PolicySet(_gate.Snapshots.Current.Revision + 1, [.. live]);
        _gate.Snapshots.Swap(_gate.Builder.TryBuild(set, _gate.Snapshots.Current, out _)!);
    }
}
