using System.Collections.Immutable;
using Gateway.Lab.GroundTruth;

namespace Gateway.Lab.Load;

internal enum Fate
{
    Succeeded,

    /// <summary>A fault's error, or no answer at all. A 4xx that is the request's usual answer is a success.</summary>
    Failed,

    /// <summary>Answered by the gateway itself.</summary>
    Refused,
}

/// <summary>What a refusal said about itself.</summary>
internal sealed record Refusal(string ScopeText, string Action, string PolicyId = "");

/// <summary>One request of a run: the truth about it and what became of it. Times in milliseconds of the run.</summary>
internal sealed record RequestRecord
{
    public required double AtMs { get; init; }

    /// <summary>When its answer was complete.</summary>
    public required double DoneMs { get; init; }

    /// <summary>How much later than due it was sent.</summary>
    public double LagMs { get; init; }

    public required Fate Fate { get; init; }

    /// <summary>0 where there was no answer.</summary>
    public int Status { get; init; }

    public required RequestClass Class { get; init; }

    /// <summary>See <see cref="Verdict.DoomedBy"/>.</summary>
    public ImmutableArray<int> DoomedBy { get; init; } = [];

    /// <summary>See <see cref="Verdict.Matches"/>.</summary>
    public ImmutableArray<int> Matches { get; init; } = [];

    /// <summary>See <see cref="Verdict.Capacity"/>.</summary>
    public int Capacity { get; init; } = -1;

    /// <summary>Its route's.</summary>
    public string Upstream { get; init; } = "";

    /// <summary>The upstream that answered; empty where none did.</summary>
    public string ServedBy { get; init; } = "";

    /// <summary>How often the same had been sent before: clients that try again.</summary>
    public int Attempt { get; init; }

    /// <summary>Whether the gateway let it through on purpose.</summary>
    public bool HoldOut { get; init; }

    public Refusal? Refusal { get; init; }

    /// <summary>Whether the proxy gave no answer at all, which an upstream's failure never causes.</summary>
    public bool Unanswered { get; init; }

    /// <summary>From due to done, so that a generator that is late hides nothing.</summary>
    public double LatencyMs => DoneMs - AtMs;

    public bool Refused => Fate == Fate.Refused;

    public bool Failed => Fate == Fate.Failed;

    /// <summary>Whether another upstream than its route's answered it.</summary>
    public bool Rerouted => ServedBy.Length > 0 && ServedBy != Upstream;

    /// <summary>Whether its own upstream was spared a request that it would have failed: refused, or answered well by a fallback.</summary>
    public bool Spared => Refused || (Rerouted && Fate == Fate.Succeeded);
}
