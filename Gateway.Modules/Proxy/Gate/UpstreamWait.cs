using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace Gateway.Modules.Proxy.Gate;

/// <summary>When the upstream says that one may come again.</summary>
internal static class UpstreamWait
{
    /// <summary>
    /// Zero where the answer does not say it, or says that it is now. <c>Retry-After</c> holds seconds or a date (RFC 9110).
    /// </summary>
    public static TimeSpan Of(IHeaderDictionary answer, DateTimeOffset now)
    {
        if (!RetryConditionHeaderValue.TryParse(answer.RetryAfter, out var value))
        {
            return TimeSpan.Zero;
        }

        var wait = value.Delta ?? value.Date - now;
        return wait > TimeSpan.Zero ? wait.Value : TimeSpan.Zero;
    }
}
