using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Gateway.Modules.ErrorText.Extraction;

/// <summary>What an error says when it says nothing: its status, in words.</summary>
internal static class StatusText
{
    private static readonly string[] GrpcNames =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
        "UNAUTHENTICATED",
    ];

    /// <summary>Reason phrases, and sentences that frameworks put where they have nothing to say.</summary>
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Generic = new HashSet<string>(
        [
            "An error occurred while processing your request", "No message available", "Something went wrong", "An unexpected error occurred",
            "Unknown error", "One or more validation errors occurred", "An error occurred", "Request failed", "Oops", "Unexpected error", "An error has occurred",
            "Sorry, something went wrong", "We're sorry, but something went wrong", "Whoops, looks like something went wrong", "Whoops, something went wrong", "Whoops! There was an", "Action Controller: Exception caught",
            "Something went wrong, please try again later", "Something went wrong. Please try again later", "Please try again later", "Please try again",
            "Whitelabel Error Page", "This application has no explicit mapping for /error, so you are seeing this as a fallback", "Server Error in '/' Application",
            "An unhandled exception occurred while processing the request", "An unhandled exception occurred during the execution of the current web request",
            "The server encountered an unexpected condition that prevented it from fulfilling the request", "Type Status Report", "Type Exception Report",
            "An error occurred while saving the entity changes. See the inner exception for details", "See the inner exception for details",
            "Application", "An application error occurred", "Web Server", "Server", "Exception", "Failure", "Failed", "Fail", "Error Page", "An internal error occurred",
            "There was an error processing your request", "Learn more about troubleshooting WordPress", "Backend fetch failed", "Varnish cache server",
            "Powered by Tengine", "Provider returned error", "Upstream returned an error", "Upstream error", "Not success", "OK", "Success", "Runtime", "A server error occurred", "Unhandled exception",
            "系统错误", "系统异常", "系统发生错误", "服务器错误", "服务器异常", "服务器内部错误", "内部服务器错误", "服务异常", "未知错误", "未知异常", "出现错误", "操作失败", "请求失败",
            "运行时错误", "类型 状态报告", "错误", "失败", "方法不允许", "禁止访问", "网络异常", "请稍后再试", "请稍后重试",
            .. PhrasesAndStems(),
        ],
        StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public static string Of(in ErrorResponse response) => response.Outcome switch
    {
        RequestOutcome.Timeout => "upstream timed out",
        RequestOutcome.TransportError => "no answer from upstream",
        _ => string.Create(CultureInfo.InvariantCulture, $"HTTP {response.Status} {ReasonPhrases.GetReasonPhrase(response.Status)}").TrimEnd(),
    };

    /// <summary>The status by name and the message, which travels percent-encoded (gRPC over HTTP/2, "Responses").</summary>
    public static string OfGrpc(int status, string? message)
    {
        var name = status < GrpcNames.Length ? GrpcNames[status] : string.Create(CultureInfo.InvariantCulture, $"gRPC status {status}");
        return string.IsNullOrWhiteSpace(message) ? name : $"{name}: {Uri.UnescapeDataString(message)}";
    }

    /// <summary>Whether a text only repeats a status line, as error pages and envelopes do.</summary>
    public static bool IsGeneric(ReadOnlySpan<char> text)
    {
        text = text.Trim(" 0123456789.:-!。！()（）");
        text = WithoutPrefix(text, "HTTP Status");
        text = WithoutPrefix(text, "HTTP状态");
        text = WithoutPrefix(text, "HTTP 错误");
        text = WithoutPrefix(text, "HTTP");
        text = WithoutPrefix(text, "Error");
        text = WithoutSuffix(text, "Error");
        if (text.IsEmpty)
        {
            return true;
        }

        return Generic.Contains(text);
    }

    private static IEnumerable<string> PhrasesAndStems()
    {
        for (var status = 400; status <= 511; status++)
        {
            var phrase = ReasonPhrases.GetReasonPhrase(status);
            if (phrase.Length > 0)
            {
                yield return phrase;
                yield return WithoutSuffix(phrase, "Error").ToString();
            }
        }
    }

    private static ReadOnlySpan<char> WithoutPrefix(ReadOnlySpan<char> text, string prefix) =>
        text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? text[prefix.Length..].Trim(" 0123456789.:-–—!") : text;

    private static ReadOnlySpan<char> WithoutSuffix(ReadOnlySpan<char> text, string suffix) =>
        text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) ? text[..^suffix.Length].TrimEnd(" :") : text;
}
