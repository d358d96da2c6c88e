using System.Collections.Immutable;

namespace Gateway.Lab.Scenarios;

/// <summary>Reads what goes wrong: faults and bottlenecks.</summary>
internal static class FaultReader
{
    private static readonly string[] WordsOfFailure = ["status", "contentType", "bodies", "latencyMs", "abort"];

    public static Fault Read(StrictObject node, int index, WhenReader whens, double seconds, ImmutableArray<UpstreamSpec> upstreams)
    {
        var (from, to) = ReadPeriod(node, seconds);
        var delay = node.Range("delayMs", 1, required: false);
        NoteContradictions(node, delay, upstreams);
        var abort = node.Flag("abort");
        var needsBody = !abort && delay is null;
        var fault = new Fault(
            index,
            from,
            to,
            whens.Read(node, allowDestination: true),
            node.Number("probability", 0, 1, 1),
            node.Whole("status", 400, 599, 500),
            node.Text("contentType", "text/plain"),
            node.Texts("bodies", required: needsBody, atLeast: needsBody ? 1 : 0),
            node.Range("latencyMs", 0, required: false) ?? default,
            abort)
        { DelayMs = delay };
        node.Close();
        return fault;
    }

    public static CapacityLimit ReadCapacity(
        StrictObject node, int index, WhenReader whens, ImmutableArray<UpstreamSpec> upstreams)
    {
        var upstream = node.Text("upstream");
        ScenarioParser.NoteUnknownUpstream(node, "upstream", upstream, upstreams);
        var (from, to) = ReadPeriod(node, ScenarioParser.MaxSeconds);
        var limit = new CapacityLimit(
            index,
            upstream,
            from,
            to,
            whens.Read(node, allowDestination: false),
            node.Whole("concurrent", 1, 100_000),
            node.Number("serviceMs", 1, 60_000),
            node.Number("queueMs", 0, 60_000),
            node.Whole("status", 400, 599, 503),
            node.Text("contentType", "text/plain"),
            node.Texts("bodies", required: true, atLeast: 1));
        node.Close();
        return limit;
    }

    /// <summary>A fault that only delays gives the good answer, so it can neither say how it fails nor outlast a timeout.</summary>
    private static void NoteContradictions(StrictObject node, ValueRange? delay, ImmutableArray<UpstreamSpec> upstreams)
    {
        if (delay is not { } range)
        {
            return;
        }

        foreach (var word in WordsOfFailure.Where(node.Has))
        {
            node.Take(word);
            node.Note(node.PathOf(word), "has no meaning for a fault that only delays");
        }

        if (upstreams.Any(u => u.TimeoutMs <= range.High + u.LatencyMs.High))
        {
            node.Note(node.PathOf("delayMs"), "outlasts a timeout: that is a failure, so give latencyMs and bodies instead");
        }
    }

    private static (double FromMs, double ToMs) ReadPeriod(StrictObject node, double seconds)
    {
        var from = node.Number("from", 0, ScenarioParser.MaxSeconds);
        var to = node.Number("to", 0, ScenarioParser.MaxSeconds);
        if (node.Has("to") && to <= from)
        {
            node.Note(node.PathOf("to"), "must be after from");
        }

        if (from >= seconds)
        {
            node.Note(node.PathOf("from"), "must be before the run ends");
        }

        return (from * 1000, to * 1000);
    }
}
