using System.Globalization;
using Gateway.Modules.Contracts;
using Microsoft.AspNetCore.WebUtilities;

namespace Gateway.Modules.Sampling;

/// <summary>What an error says when it says nothing: its status, in words.</summary>
internal static class StatusText
{
    private static readonly string[] GrpcNames =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
        "UNAUTHENTICATED",
    ];

    /// <summary>Sentences that frameworks put where they have nothing to say.</summary>
    private static readonly string[] Boilerplate =
    [
        "An error occurred while processing your request", "No message available", "Something went wrong", "An unexpected error occurred",
        "Unknown error", "One or more validation errors occurred", "An error occurred", "Request failed", "Oops",
    ];

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
        text = text.Trim(" 0123456789.:-!");
        text = WithoutPrefix(text, "HTTP Status");
        text = WithoutPrefix(text, "HTTP");
        text = WithoutPrefix(text, "Error");
        text = WithoutSuffix(text, "Error");
        if (text.IsEmpty)
        {
            return true;
        }

        foreach (var sentence in Boilerplate)
        {
            if (text.Equals(sentence, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        for (var status = 400; status <= 511; status++)
        {
            var phrase = ReasonPhrases.GetReasonPhrase(status);
            if (phrase.Length > 0 && (text.Equals(phrase, StringComparison.OrdinalIgnoreCase)
                || text.Equals(WithoutSuffix(phrase, "Error"), StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> WithoutPrefix(ReadOnlySpan<char> text, string prefix) =>
        text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? text[prefix.Length..].Trim(" 0123456789.:-–—!") : text;

    private static ReadOnlySpan<char> WithoutSuffix(ReadOnlySpan<char> text, string suffix) =>
        text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) ? text[..^suffix.Length].TrimEnd(" :") : text;
}
