using System.Text.Json;

namespace Gateway.Modules.Contracts.Running;

/// <summary>One thing that an operator changed.</summary>
/// <param name="Who">The admin key's fingerprint, or <c>local</c>; never the key.</param>
/// <param name="Action"><c>put</c>, <c>delete</c>, <c>enforce</c>, <c>merge</c> ...</param>
/// <param name="Target">What was changed: <c>policies/p-12</c>, <c>clusters/c-7</c>, <c>kill-switch</c>.</param>
/// <param name="Before">It as the API showed it before; null where it was not there.</param>
/// <param name="After">The same afterwards; null where it is gone.</param>
public sealed record AuditEntry(DateTimeOffset At, string Who, string Action, string Target, JsonElement? Before, JsonElement? After)
{
    /// <summary>Given by the log, from 1, in the order in which things happened.</summary>
    public long Number { get; init; }
}

/// <summary>Who changed what. Bounded: the oldest entries give way. Thread-safe.</summary>
public interface IAuditLog
{
    ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>The newest entries first, of those before the one with the number <paramref name="before"/>; null for all.</summary>
    ValueTask<IReadOnlyList<AuditEntry>> ReadAsync(int limit, long? before, CancellationToken cancellationToken);
}
