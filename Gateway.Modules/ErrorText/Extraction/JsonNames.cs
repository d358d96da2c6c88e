using System.Text.Json;

namespace Gateway.Modules.ErrorText.Extraction;

/// <summary>What a property is to an error.</summary>
internal enum JsonName
{
    Root,
    Other,

    /// <summary>About the request or the answer, not the error: skipped with all that is in it.</summary>
    Envelope,

    /// <summary>Carries what was sent: skipped with all that is in it.</summary>
    Sent,

    /// <summary>As an object it may hold an upstream's answer, as a list it is about the error's kind.</summary>
    Metadata,

    /// <summary>The answer itself, or, in an error, what it is about.</summary>
    Data,

    /// <summary>May hold the error's text, or the object that does.</summary>
    Error,

    /// <summary>Several errors: a list, or texts by field or code.</summary>
    Errors,
    Code,
    Type,

    /// <summary>A kind of error in some services, a state or a word of progress in others.</summary>
    Status,

    /// <summary>A type's name, where the value looks like one.</summary>
    TypeName,

    /// <summary>The texts about one field.</summary>
    Field,

    /// <summary>A stack trace, which tells where other fields do not.</summary>
    Trace,
    Title,
    Message,
    Detail,
}

/// <summary>Names of properties, by what services call them.</summary>
internal static class JsonNames
{
    private const int LongestName = 64;

    public static JsonName Of(ref Utf8JsonReader reader)
    {
        Span<char> buffer = stackalloc char[LongestName];
        if (reader.ValueSpan.Length > buffer.Length)
        {
            // What has such a name is data of one service's own.
            return JsonName.Sent;
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
        "errors" or "faults" => JsonName.Errors,
        "error" or "fault" or "problem" or "exception" or "innererror" or "innerexception" or "cause" or "causes" => JsonName.Error,
        "code" or "errorcode" or "errcode" or "errno" or "sqlstate" or "sqlcode" or "faultcode" or "subcode" or "returncode" or "issue" => JsonName.Code,
        "type" or "errortype" or "exceptiontype" or "exceptionclass" => JsonName.Type,
        "status" => JsonName.Status,
        "metadata" => JsonName.Metadata,
        "data" => JsonName.Data,
        "name" or "class" or "classname" or "typename" or "exceptionname" or "category" => JsonName.TypeName,
        "trace" or "stack" or "stacktrace" or "backtrace" or "traceback" => JsonName.Trace,
        "title" or "summary" => JsonName.Title,
        "message" or "msg" or "errormessage" or "errormsg" or "errmsg" or "err" or "exceptionmessage" or "faultstring" or "errorsummary"
            or "returnmsg" or "returnmessage" => JsonName.Message,
        "detail" or "details" or "description" or "errordescription" or "errordetail" or "reason" or "internal" or "hint" or "diagnostics"
            or "raw" or "info" => JsonName.Detail,
        "timestamp" or "time" or "date" or "path" or "url" or "uri" or "instance" or "traceid" or "spanid" or "requestid"
            or "correlationid" or "hostid" or "recommend" or "host" or "hostname" or "server" or "headers" or "config" or "param"
            or "params" or "locations" or "help" or "helplink" or "documentationurl" or "docs" or "links" or "method" or "id" or "version"
            or "service" or "source" or "target" or "pointer" or "meta" or "success" or "eventid" or "file" or "line"
            or "clientip" or "ip" or "nonce" or "sessionid" or "arguments" or "args" or "codes" or "where"
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

        if (!tells && SentNames.Contains(name))
        {
            return JsonName.Sent;
        }

        if (tells && (name.EndsWith("id", StringComparison.Ordinal) || name.EndsWith("link", StringComparison.Ordinal) || name.EndsWith("url", StringComparison.Ordinal)))
        {
            return JsonName.Envelope;
        }

        return tells || name.EndsWith("desc", StringComparison.Ordinal) || name.EndsWith("message", StringComparison.Ordinal) || name.EndsWith("msg", StringComparison.Ordinal) ? JsonName.Detail : JsonName.Other;
    }
}
