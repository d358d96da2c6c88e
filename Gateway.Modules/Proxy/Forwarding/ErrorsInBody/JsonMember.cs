using System.Text.Json;

namespace Gateway.Modules.Proxy.Forwarding.ErrorsInBody;

/// <summary>What a member of a JSON object is to the question whether the object is an error.</summary>
internal enum JsonMember
{
    /// <summary>Part of an ordinary answer: an object that has one is no mere envelope.</summary>
    Other,

    /// <summary>Found on answers and errors alike, and says nothing.</summary>
    Envelope,
    Error,
    Errors,
    Data,
    Code,
    Message,
    Success,
    Object,
    Type,
    Response,
    BaseResponse,
}

/// <summary>Members by their names, in lower case and without separators: <c>status_code</c> and <c>statusCode</c> are one.</summary>
internal static class JsonMembers
{
    private const int LongestName = 24;

    public static JsonMember Of(ref Utf8JsonReader reader)
    {
        Span<char> name = stackalloc char[LongestName];
        if (reader.ValueSpan.Length > LongestName)
        {
            return JsonMember.Other;
        }

        var length = 0;
        foreach (var c in name[..reader.CopyString(name)])
        {
            if (c is not ('_' or '-'))
            {
                name[length++] = char.ToLowerInvariant(c);
            }
        }

        return Of(name[..length]);
    }

    private static JsonMember Of(ReadOnlySpan<char> name) => name switch
    {
        "error" => JsonMember.Error,
        "errors" => JsonMember.Errors,
        "data" or "result" or "results" => JsonMember.Data,
        "code" or "status" or "statuscode" or "errcode" or "errorcode" or "retcode" or "returncode" or "resultcode" => JsonMember.Code,
        "message" or "msg" or "errmsg" or "errormsg" or "errormessage" or "statusmsg" or "retmsg" or "returnmsg" or "resultmsg" or "detail"
            => JsonMember.Message,
        "success" or "ok" or "issuccess" => JsonMember.Success,
        "object" => JsonMember.Object,
        "type" => JsonMember.Type,
        "response" => JsonMember.Response,
        "baseresp" => JsonMember.BaseResponse,
        "timestamp" or "time" or "path" or "requestid" or "traceid" or "title" or "instance" or "param" or "details" or "extra"
            => JsonMember.Envelope,
        _ => JsonMember.Other,
    };
}
