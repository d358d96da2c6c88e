using Gateway.Modules.Contracts;

namespace Gateway.Modules.Proxy;

/// <summary>
/// Looks for an error in the body of an answer whose status says that all is well. Sees the bytes while they pass and holds none
/// of them back.
/// </summary>
internal abstract class BodyErrorFinder
{
    private const string EventStream = "text/event-stream";
    private const string Json = "application/json";
    private const string JsonSuffix = "+json";

    /// <summary>The finder for an answer, null where its type or its encoding is none that can be looked into.</summary>
    /// <param name="capacity">Most bytes kept of a body or of one event.</param>
    /// <param name="errorFound">Called once, as soon as an error has passed in mid-stream.</param>
    public static BodyErrorFinder? For(string? contentType, string? contentEncoding, int capacity, Action? errorFound)
    {
        var type = contentType.AsSpan();
        var parameters = type.IndexOf(';');
        type = (parameters < 0 ? type : type[..parameters]).Trim();
        if (type.Equals(Json, StringComparison.OrdinalIgnoreCase) || type.EndsWith(JsonSuffix, StringComparison.OrdinalIgnoreCase))
        {
            return new JsonErrorFinder(new CapturedBody(capacity, contentType, contentEncoding));
        }

        // A compressed stream would have to be inflated as a whole to find one event in it.
        return type.Equals(EventStream, StringComparison.OrdinalIgnoreCase) && DecodedBody.IsPlain(contentEncoding)
            ? new EventStreamErrorFinder(capacity, errorFound)
            : null;
    }

    /// <summary>Sees the next bytes of the body. Called by the one thread that forwards the answer.</summary>
    public abstract void Append(ReadOnlySpan<byte> bytes);

    /// <summary>
    /// Called exactly once, when the answer has ended: the error, which belongs to the caller from then on, or null for none.
    /// </summary>
    public abstract CapturedBody? TakeError();
}
