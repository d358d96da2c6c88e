using System.Text.Json;

namespace Gateway.Modules.Sampling;

/// <summary>What a property is to an error.</summary>
internal enum JsonName
{
    Root,
    Other,

    /// <summary>About the request or the answer, not the error: skipped with all that is in it.</summary>
    Envelope,

    /// <summary>May hold the error's text, or the object that does.</summary>
    Error,
    Code,
    Type,

    /// <summary>A type's name, where the value looks like one.</summary>
    TypeName,
    Title,
    Message,
    Detail,
}

/// <summary>Names of properties, by what services call them.</summary>
internal static class JsonNames
{
    public static JsonName Of(ref Utf8JsonReader reader)
    {
        Span<char> buffer = stackalloc char[32];
        var length = reader.HasValueSequence || reader.ValueSpan.Length > buffer.Length ? 0 : reader.CopyString(buffer);
        var lower = buffer[..length];
        for (var i = 0; i < length; i++)
        {
            lower[i] = char.ToLowerInvariant(lower[i]);
        }

        return Of(lower);
    }

    private static JsonName Of(ReadOnlySpan<char> name) => name switch
    {
        "error" or "errors" or "fault" or "faults" or "exception" or "innererror" or "innerexception" or "cause" or "causes" => JsonName.Error,
        "code" or "error_code" or "errorcode" or "errcode" or "errno" or "sqlstate" or "sqlcode" or "__type" or "faultcode" => JsonName.Code,
        "type" or "error_type" or "errortype" or "exceptiontype" or "exceptionclass" or "exception_class" or "status" => JsonName.Type,
        "name" => JsonName.TypeName,
        "title" or "summary" => JsonName.Title,
        "message" or "msg" or "error_message" or "errormessage" or "errmsg" or "err" or "exceptionmessage" or "faultstring" or "errorsummary"
            => JsonName.Message,
        "detail" or "details" or "description" or "error_description" or "errordescription" or "reason" or "internal" or "hint" => JsonName.Detail,
        "timestamp" or "time" or "date" or "path" or "url" or "uri" or "instance" or "trace" or "traceid" or "trace_id" or "spanid" or "span_id"
            or "requestid" or "request_id" or "correlationid" or "correlation_id" or "stack" or "stacktrace" or "stack_trace" or "host"
            or "hostname" or "server" or "request" or "headers" or "config" or "param" or "params" or "locations" or "help" or "helplink"
            or "documentation_url" or "docs" or "links" or "_links" or "method" or "id" or "version" or "service" or "source" or "target"
            or "pointer" or "metadata" or "meta" or "user" or "success" or "event_id" or "eventid" or "request-id" or "trace-id"
            => JsonName.Envelope,
        _ => JsonName.Other,
    };
}
