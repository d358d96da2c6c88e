using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Gateway.Modules.Admin;

/// <summary>An error of the admin API, after RFC 9457. Its type is never that of a refusal.</summary>
/// <param name="Errors">Every mistake in the body, by the path of the member.</param>
internal sealed record AdminProblem(string Type, string Title, int Status, string Detail, IReadOnlyDictionary<string, string[]>? Errors)
{
    public static IResult Of(int status, string detail, IReadOnlyDictionary<string, string[]>? errors = null) =>
        TypedResults.Json(
            new AdminProblem("about:blank", ReasonPhrases.GetReasonPhrase(status), status, detail, errors),
            AdminJson.Default.AdminProblem,
            "application/problem+json",
            status);

    public static IResult NoCluster(string id) => Of(StatusCodes.Status404NotFound, $"There is no cluster '{id}'.");
}
