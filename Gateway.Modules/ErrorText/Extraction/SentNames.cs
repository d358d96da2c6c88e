using System.Buffers;

namespace Gateway.Modules.ErrorText.Extraction;

/// <summary>
/// Names of fields and elements that carry what was sent: an answer that echoes the request has somebody's words there, never the error.
/// Names come in lower case without separators.
/// </summary>
internal static class SentNames
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Names = new HashSet<string>(StringComparer.Ordinal)
    {
        "prompt", "prompts", "messages", "input", "inputs", "inputtext", "inputdata", "request", "requests", "req", "body", "rawbody", "query", "queries", "querystring", "content", "contents",
        "payload", "payloads", "parts", "conversation", "history", "dialog", "dialogue", "transcript", "question", "questions", "instruction", "instructions", "form", "formdata", "postdata",
        "variables", "parameters", "echo", "echoed", "received", "submitted", "sent", "posted", "original", "turns", "chat", "utterance", "completion", "completions", "choices", "document",
        "documents", "attachments", "sourcetext", "userinput", "usertext", "usercontent",
    }.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<string> Words = SearchValues.Create(
        ["prompttext", "promptbody", "promptmessage", "promptcontent", "requestbody", "requestdata", "requestpayload", "requestcontent", "requestparam", "requesttext", "requestmessage", "originalrequest", "rawrequest", "userinput",
            "inputtext", "payload", "conversation", "chathistory", "chatmessage", "inputmessage", "querystring", "querytext", "searchquery", "userquery", "postbody", "httpbody", "postdata"],
        StringComparison.Ordinal);

    /// <summary>Elements of XML; pages have a body and fields for input of their own.</summary>
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Elements = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "request", "requestbody", "originalrequest", "rawrequest", "prompt", "prompts", "messages", "input", "inputs", "inputtext", "query", "payload", "content", "contents", "conversation", "textarea",
    }.GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool Contains(ReadOnlySpan<char> name) =>
        Names.Contains(name) || name.EndsWith("prompt", StringComparison.Ordinal) || name.EndsWith("prompts", StringComparison.Ordinal) || name.ContainsAny(Words);

    public static bool IsElement(ReadOnlySpan<char> name) => Elements.Contains(name);
}
