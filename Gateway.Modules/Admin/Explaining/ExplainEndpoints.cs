using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Modules.Admin.Explaining;

/// <summary>What would become of a request, and which policies say so. Nothing is sent, taken or counted.</summary>
internal static class ExplainEndpoints
{
    public static void MapExplain(this RouteGroupBuilder admin) => admin.MapPost("/explain", Explain);

    private static async Task<IResult> Explain(HttpRequest request, IRequestExplainer explainer, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, cancellationToken);
        if (body.Refusal is not null)
        {
            return body.Refusal;
        }

        if (!QuestionReader.TryRead(body.Root, out var question, out var errors))
        {
            return JsonBody.Invalid(errors);
        }

        return await explainer.ExplainAsync(question, cancellationToken) is { } explanation
            ? TypedResults.Json(ExplanationBody.Of(explanation), AdminJson.Readable.ExplanationBody)
            : AdminProblem.Of(StatusCodes.Status404NotFound, "No route takes this request: the gateway would answer 404 or 405 itself.");
    }
}
