using System.Collections.Frozen;
using Gateway.Modules.Shared.Bodies;

namespace Gateway.Modules.Proxy.Forwarding.ErrorsInBody;

/// <summary>
/// Looks for an error in the body of an answer whose status says that all is well. Sees the bytes while they pass and holds none
/// of them back.
/// </summary>
internal abstract class BodyErrorFinder
{
    /// <summary>
    /// The kinds of streams that can be looked into. A compressed one would have to be inflated as a whole to find one piece in it.
    /// </summary>
    private static readonly FrozenDictionary<string, Func<BodyRule, int, BodyErrorFinder>> Streams =
        new Dictionary<string, Func<BodyRule, int, BodyErrorFinder>>
        {
            [MediaTypes.EventStream] = static (rule, capacity) => new EventStreamErrorFinder(rule, capacity),
            ["application/vnd.amazon.eventstream"] = static (_, capacity) => new AwsErrorFinder(capacity),
            ["application/x-ndjson"] = Lines,
            ["application/ndjson"] = Lines,
            ["application/jsonl"] = Lines,
            ["application/x-jsonl"] = Lines,
            ["application/jsonlines"] = Lines,
            ["application/x-jsonlines"] = Lines,
            ["application/json-lines"] = Lines,
            ["application/json-seq"] = Lines,
            ["application/stream+json"] = Lines,
            ["application/x-json-stream"] = Lines,
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, Func<BodyRule, int, BodyErrorFinder>>.AlternateLookup<ReadOnlySpan<char>>
        StreamsByType = Streams.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The finder for an answer, null where its type or its encoding is none that can be looked into.</summary>
    /// <param name="rule">What the route takes for an error.</param>
    /// <param name="capacity">Most bytes kept of a body or of one event.</param>
    public static BodyErrorFinder? For(BodyRule rule, string? contentType, string? contentEncoding, int capacity)
    {
        if (StreamsByType.TryGetValue(MediaTypes.NameOf(contentType), out var stream))
        {
            return DecodedBody.IsPlain(contentEncoding) ? stream(rule, capacity) : null;
        }

        return MediaTypes.IsJson(contentType) ? new JsonErrorFinder(rule, new CapturedBody(capacity, contentType, contentEncoding)) : null;
    }

    private static LineErrorFinder Lines(BodyRule rule, int capacity) => new(rule, capacity);

    /// <summary>Sees the next bytes of the body. Called by the one thread that forwards the answer.</summary>
    public abstract void Append(ReadOnlySpan<byte> bytes);

    /// <summary>
    /// Called exactly once, when the answer has ended: the error, which belongs to the caller from then on, or null for none.
    /// </summary>
    public abstract CapturedBody? TakeError();
}
