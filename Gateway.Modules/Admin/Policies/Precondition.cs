using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Gateway.Modules.Admin.Policies;

/// <summary>
/// What a writer knows about the policy it writes (RFC 9110, 13.1): <c>If-Match</c> with the revision it has read, or nothing or
/// <c>If-None-Match: *</c> for one that must be new. A write that ignores what another has written never happens.
/// </summary>
internal static class Precondition
{
    public static string ETagOf(long revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>Null when the write may go on against <paramref name="current"/> (null: there is none), else the answer.</summary>
    public static IResult? Check(IHeaderDictionary headers, StoredPolicy? current)
    {
        var matches = headers.IfMatch;
        if (matches.Count > 0)
        {
            if (!EntityTagHeaderValue.TryParseStrictList([.. matches.OfType<string>()], out var tags))
            {
                return AdminProblem.Of(StatusCodes.Status400BadRequest, "If-Match holds the policy's ETag, in double quotes.");
            }

            return current is not null && tags.Any(t => Holds(t, current.Revision)) ? null : Stale(current);
        }

        if (current is null)
        {
            return null;
        }

        return headers.IfNoneMatch.Count > 0
            ? Stale(current)
            : AdminProblem.Of(
                StatusCodes.Status428PreconditionRequired,
                $"Policy '{current.Policy.Id}' exists: send If-Match with the ETag that you have read. It is {ETagOf(current.Revision)} "
                    + "now.");
    }

    public static bool IsGiven(IHeaderDictionary headers) => headers.IfMatch.Count > 0;

    /// <summary>The same for what may be done to whatever revision there is.</summary>
    public static IResult? CheckIfGiven(IHeaderDictionary headers, StoredPolicy current) =>
        IsGiven(headers) ? Check(headers, current) : null;

    public static IResult Stale(StoredPolicy? current) => AdminProblem.Of(
        StatusCodes.Status412PreconditionFailed,
        current is null ? "There is no such policy any more."
            : $"The policy is at revision {ETagOf(current.Revision)} by now: read it again.");

    private static bool Holds(EntityTagHeaderValue tag, long revision) =>
        tag.Equals(EntityTagHeaderValue.Any) || (!tag.IsWeak && tag.Tag.Equals(ETagOf(revision), StringComparison.Ordinal));
}
