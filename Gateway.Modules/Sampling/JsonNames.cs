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

    /// <summary>A stack trace, which tells where other fields do not.</summary>
    Trace,
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
        if (reader.ValueSpan.Length > buffer.Length)
        {
            return JsonName.Other;
        }

        var length = 0;
        foreach (var c in buffer[..reader.CopyString(buffer)])
        {
            if (c is not ('_' or '-' or ' '))
            {
                buffer[length++] = char.ToLowerInvariant(c);
            }
        }

        return Of(buffer[..length]);
    }

    /// <summary>By lower-case name without separators: <c>errorCode</c>, <c>error_code</c> and <c>error-code</c> are one.</summary>
    private static JsonName Of(ReadOnlySpan<char> name) => name switch
    {
        "error" or "errors" or "fault" or "faults" or "exception" or "innererror" or "innerexception" or "cause" or "causes" => JsonName.Error,
        "code" or "errorcode" or "errcode" or "errno" or "sqlstate" or "sqlcode" or "faultcode" or "subcode" or "returncode" => JsonName.Code,
        "type" or "errortype" or "exceptiontype" or "exceptionclass" or "status" => JsonName.Type,
        "name" => JsonName.TypeName,
        "trace" or "stack" or "stacktrace" or "backtrace" or "traceback" => JsonName.Trace,
        "title" or "summary" => JsonName.Title,
        "message" or "msg" or "errormessage" or "errormsg" or "errmsg" or "err" or "exceptionmessage" or "faultstring" or "errorsummary"
            or "returnmsg" or "returnmessage" => JsonName.Message,
        "detail" or "details" or "description" or "errordescription" or "errordetail" or "reason" or "internal" or "hint" => JsonName.Detail,
        "timestamp" or "time" or "date" or "path" or "url" or "uri" or "instance" or "traceid" or "spanid" or "requestid"
            or "correlationid" or "hostid" or "recommend" or "host" or "hostname" or "server" or "request" or "headers" or "config" or "param"
            or "params" or "locations" or "help" or "helplink" or "documentationurl" or "docs" or "links" or "method" or "id" or "version"
            or "service" or "source" or "target" or "pointer" or "metadata" or "meta" or "success" or "eventid" or "file" or "line"
            or "clientip" or "ip" or "nonce" or "sessionid"
            => JsonName.Envelope,
        _ => OfWordsIn(name),
    };

    /// <summary>Names of one service's own, <c>refusalReason</c>, <c>resultCode</c>, told by the words in them.</summary>
    private static JsonName OfWordsIn(ReadOnlySpan<char> name)
    {
        var tells = name.Contains("error", StringComparison.Ordinal) || name.Contains("reason", StringComparison.Ordinal)
            || name.Contains("fail", StringComparison.Ordinal) || name.Contains("fault", StringComparison.Ordinal);
        if (name.EndsWith("code", StringComparison.Ordinal))
        {
            return tells || name.StartsWith("res", StringComparison.Ordinal) || name.StartsWith("status", StringComparison.Ordinal) ? JsonName.Code : JsonName.Other;
        }

        return tells || name.EndsWith("message", StringComparison.Ordinal) || name.EndsWith("msg", StringComparison.Ordinal) ? JsonName.Detail : JsonName.Other;
    }
}
