namespace Gateway.Tests.Admin;

internal sealed class FakeClusters : IClusteringEngine
{
    public List<ErrorCluster> All { get; } = [];

    /// <summary>Merged ids and where they went.</summary>
    public Dictionary<string, string> Aliases { get; } = [];

    public ClusterAssignment Process(in ClusterEvent item) => throw new NotSupportedException();

    public ClusterAssignment? Recall(in ClusterEvent item) => throw new NotSupportedException();

    public ErrorCluster? GetCluster(string id) => All.Find(c => c.Id == Aliases.GetValueOrDefault(id, id));

    public IReadOnlyList<ErrorCluster> GetAllClusters() => All;

    public int ReCluster() => 3;

    public void CountTraffic(double weight, DateTimeOffset at) => throw new NotSupportedException();
}

/// <summary>Writes down what it is told and answers as a test says.</summary>
internal sealed class FakeOperations : IClusterOperations
{
    public List<string> Done { get; } = [];

    public ClusterOperationResult Result { get; set; }

    public ClusterOperationResult Merge(string into, string from) => Note($"merge {into} {from}");

    public ClusterOperationResult Split(string id, IReadOnlyList<Fingerprint> fingerprints, IReadOnlyList<int> representatives) =>
        Note($"split {id} [{string.Join(' ', fingerprints)}] [{string.Join(' ', representatives)}]");

    public ClusterOperationResult Mute(string id, bool muted) => Note($"mute {id} {muted}");

    public ClusterOperationResult Label(string id, ClusterLabel label) =>
        Note($"label {id} {label.Text} {label.Kind} [{string.Join(' ', label.Examples)}]");

    private ClusterOperationResult Note(string what)
    {
        Done.Add(what);
        return Result;
    }
}

internal sealed class FakeLivePolicies : ILivePolicies
{
    public List<PolicyView> All { get; } = [];

    public TrafficTotals Totals { get; set; }

    public long Revision => 1;

    public IReadOnlyList<PolicyView> GetAll() => All;

    public TrafficTotals GetTotals() => Totals;
}

internal sealed class FakeFindings : IClusterFindings
{
    public Dictionary<string, ClusterFinding> All { get; } = [];

    public ClusterFinding? Find(string clusterId) => All.GetValueOrDefault(clusterId);
}

internal sealed class FakeKillSwitch : IKillSwitch
{
    public bool IsOn { get; private set; }

    public void Set(bool on) => IsOn = on;
}

internal sealed class FakePart(string name) : IReadinessPart
{
    public PartState State { get; set; } = new("connected", "in-process", true, null);

    public string Name => name;

    public PartState GetState() => State;
}

internal sealed class FakeConsole : IOperatorConsole
{
    public List<string> Lines { get; } = [];

    public void WriteLine(string line) => Lines.Add(line);
}

/// <summary>Remembers what it was asked and answers as a test says.</summary>
internal sealed class FakeExplainer : IRequestExplainer
{
    public ExplainedRequest? Asked { get; private set; }

    public RequestExplanation? Answer { get; set; } = new([new("route", "orders")], [], RequestFate.Forward);

    public Task<RequestExplanation?> ExplainAsync(ExplainedRequest request, CancellationToken cancellationToken)
    {
        Asked = request;
        return Task.FromResult(Answer);
    }
}
