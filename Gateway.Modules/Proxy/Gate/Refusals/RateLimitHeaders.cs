using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Gateway.Modules.Proxy.Gate.Refusals;

/// <summary>
/// <c>RateLimit-Policy</c> and <c>RateLimit</c> of draft-ietf-httpapi-ratelimit-headers-10: lists of structured fields, the policy's id
/// with quota and window, and with what remains until when. Ids of policies hold no character that a structured string has to escape.
/// </summary>
internal static class RateLimitHeaders
{
    private const string PolicyName = "RateLimit-Policy";
    private const string StateName = "RateLimit";

    public static void AddTo(IHeaderDictionary headers, string policyId, LimiterStats limiter, string retryAfterSeconds)
    {
        // Whole requests in whole seconds: below one a second the window is longer.
        var window = Math.Max(1, Math.Ceiling(1 / limiter.RatePerSecond));
        var quota = Math.Max(1, Math.Floor(limiter.RatePerSecond * window));
        headers[PolicyName] = string.Create(CultureInfo.InvariantCulture, $"\"{policyId}\";q={quota:0};w={window:0}");
        headers[StateName] = $"\"{policyId}\";r=0;t={retryAfterSeconds}";
    }
}
