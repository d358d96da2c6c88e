using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Gateway.Lab.Upstreams;

/// <summary>What an upstream answers where all is well, in the usual form of the status: a 404 is an answer like any other.</summary>
/// <param name="Body">Null where the status has none.</param>
internal readonly record struct HealthyAnswer(int Status, string ContentType, string? Body)
{
    public static HealthyAnswer Of(int status) => status switch
    {
        StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified => new(status, "", null),
        >= 400 => new(
            status,
            "application/problem+json",
            $$"""{"type":"about:blank","title":"{{ReasonPhrases.GetReasonPhrase(status)}}","status":{{status}}}"""),
        _ => new(status, "application/json", "{\"ok\":true}"),
    };
}
