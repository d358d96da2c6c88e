using System.Collections.Frozen;
using System.Globalization;
using Gateway.Modules.ErrorText.Text;
using Gateway.Modules.Shared.Grpc;
using Gateway.Modules.Shared.Words;
using Microsoft.AspNetCore.WebUtilities;

namespace Gateway.Modules.ErrorText.Extraction;

/// <summary>What an error says when it says nothing: its status, in words.</summary>
internal static class StatusText
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Phrases =
        PhrasesAndStems()
            .Concat(WordList.Read("status-phrases").Words)
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    public static string Of(in ErrorResponse response) => response.Outcome switch
    {
        RequestOutcome.Timeout => "upstream timed out",
        RequestOutcome.TransportError => "no answer from upstream",
        _ => string.Create(
            CultureInfo.InvariantCulture, $"HTTP {response.Status} {ReasonPhrases.GetReasonPhrase(response.Status)}").TrimEnd(),
    };

    /// <summary>The status by name, and the message.</summary>
    public static string OfGrpc(int status, string? message) =>
        string.IsNullOrWhiteSpace(message) ? GrpcStatusCode.NameOf(status) : $"{GrpcStatusCode.NameOf(status)}: {message}";

    /// <summary>
    /// Whether a text adds nothing to the status: it only repeats it, as error pages and envelopes do, or says as little.
    /// </summary>
    /// <remarks>While the text is not masked, a number in it may be a code that tells.</remarks>
    public static bool IsGeneric(ReadOnlySpan<char> text) =>
        RepeatsStatus(text) || (OpaqueText.Is(text) && !text.ContainsAnyInRange('0', '9'));

    /// <summary>Whether a text is a status line and nothing else.</summary>
    public static bool RepeatsStatus(ReadOnlySpan<char> text)
    {
        text = text.Trim(" 0123456789.:-!。！()（）");
        text = WithoutPrefix(text, "HTTP Status");
        text = WithoutPrefix(text, "HTTP状态");
        text = WithoutPrefix(text, "HTTP");
        text = WithoutPrefix(text, "Error");
        text = WithoutSuffix(text, "Error");
        return Phrases.Contains(text);
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
