using System.Text;

namespace Gateway.Modules.Shared.Bodies;

/// <summary>
/// Which server-sent events are errors by their name: <c>error</c>, as Anthropic, DashScope and OpenAI send it, and OpenAI's
/// <c>response.failed</c>.
/// A name that only has the word in it, <c>error_rate</c>, may be any news.
/// </summary>
internal static class ErrorEvents
{
    private const string Error = "error";
    private const string FailedResponse = "response.failed";

    /// <summary>Characters of the longest such name, all of them ASCII.</summary>
    public const int LongestName = 15;

    public static bool IsError(ReadOnlySpan<char> name) => name is Error or FailedResponse;

    public static bool IsError(ReadOnlySpan<byte> name) => Ascii.Equals(name, Error) || Ascii.Equals(name, FailedResponse);
}
