using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;

namespace Gateway.Tests.Proxy.Forwarding;

/// <summary>An outcome as it was handed over, its body copied out of the pool.</summary>
internal sealed record SeenOutcome(OutcomeRecord Record, byte[]? Body, string? ContentType, string? ContentEncoding, bool Truncated);

/// <summary>Keeps every record for the test to look at.</summary>
internal sealed class RecordingInbox : IOutcomeInbox
{
    private readonly Channel<SeenOutcome> _seen = Channel.CreateUnbounded<SeenOutcome>();

    public bool TryWrite(in OutcomeRecord record)
    {
        var body = record.Body;
        _seen.Writer.TryWrite(new SeenOutcome(
            record with { Body = null },
            body?.Bytes.ToArray(),
            body?.ContentType,
            body?.ContentEncoding,
            body?.Truncated ?? false));
        body?.Dispose();
        return true;
    }

    public async Task<SeenOutcome> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await _seen.Reader.ReadAsync(patience.Token);
    }
}

/// <summary>Takes records and forgets them.</summary>
internal sealed class ForgettingInbox : IOutcomeInbox
{
    public bool TryWrite(in OutcomeRecord record) => true;
}

/// <summary>The text is the body itself, or the transport error; of a slow answer what the real one says.</summary>
internal sealed class PlainTextReader : IErrorTextReader
{
    public MaskedError Read(in ErrorResponse response)
    {
        var text = response.Outcome == RequestOutcome.Slow ? "slow answers of " + response.Route
            : response.TransportError ?? Encoding.UTF8.GetString(response.Body.Span);
        return new MaskedError(text, FingerprintOf(text), "5xx");
    }

    public static Fingerprint FingerprintOf(string text) => new(ValueHash.Of(text));
}

internal sealed class DictionaryMap : IFingerprintMap
{
    private readonly ConcurrentDictionary<Fingerprint, string> _clusters = new();

    public bool TryGet(Fingerprint fingerprint, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? clusterId) =>
        _clusters.TryGetValue(fingerprint, out clusterId);

    public void Set(Fingerprint fingerprint, string clusterId) => _clusters[fingerprint] = clusterId;
}

/// <summary>Holds a set that does not change.</summary>
internal sealed class FixedPolicyStore(PolicySet set) : IPolicyStore
{
    public string Name => "fixed";

    public bool Connected => true;

    public ValueTask<PolicySet> LoadAsync(CancellationToken cancellationToken) => new(set);

    public ValueTask<StoreResult> CompareAndSetAsync(Policy policy, long expectedRevision, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<StoreResult> DeleteAsync(string id, long expectedRevision, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public async IAsyncEnumerable<PolicySet> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return set;
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }
}

/// <summary>Counts how permits end.</summary>
internal sealed class CountingPermit(PolicyRole role) : IPermit
{
    private int _successes;
    private int _failures;
    private int _ignored;

    public PolicyRole Role => role;

    public bool Released { get; private set; }

    public string Ends =>
        $"{Volatile.Read(ref _successes)} successes, {Volatile.Read(ref _failures)} failures, {Volatile.Read(ref _ignored)} ignored";

    public void Success() => Interlocked.Increment(ref _successes);

    public void Failure() => Interlocked.Increment(ref _failures);

    public void Ignore() => Interlocked.Increment(ref _ignored);

    public void Release() => Released = true;
}

/// <summary>A breaker that gives every request the same permit, or refuses every one.</summary>
internal sealed class ScriptedBreaker : ICircuitBreaker, ICircuitBreakerFactory
{
    public CountingPermit? Permit { get; set; } = new(PolicyRole.HoldOut);

    public ICircuitBreaker Create(Policy policy) => this;

    public BreakerDecision TryAcquire(ulong voter) =>
        new(Permit, BreakerState.Open, Permit?.Role ?? PolicyRole.Refused, TimeSpan.FromSeconds(7));

    public void RecordSuccess(ulong voter)
    {
    }

    public void RecordFailure(ulong voter)
    {
    }

    public BreakerStatus GetState() => new(BreakerState.Open, 0, TimeSpan.FromSeconds(7), default);
}
