using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Gateway.Modules.Admin;

/// <summary>A part of a list: <c>?limit=</c> items behind the one whose id is <c>?after=</c>.</summary>
internal sealed record Page(int Limit, string? After)
{
    /// <summary>Most items of one answer, and as many as it has where the caller names no limit.</summary>
    public const int Most = 1000;

    public static bool TryRead(HttpRequest request, [NotNullWhen(true)] out Page? page, [NotNullWhen(false)] out IResult? refusal)
    {
        string? limit = request.Query["limit"];
        string? after = request.Query["after"];
        var most = Most;
        var good = limit is null
            || (int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) && most is >= 1 and <= Most);
        page = good ? new(most, string.IsNullOrEmpty(after) ? null : after) : null;
        refusal = good ? null : AdminProblem.Of(StatusCodes.Status400BadRequest, $"'limit' must be a whole number from 1 to {Most}.");
        return good;
    }

    public static IResult NoSuchPlace(string after) => AdminProblem.Of(
        StatusCodes.Status400BadRequest, $"'after' must be the 'next' of an earlier page: the list has no '{after}' now.");

    /// <summary>The page of a list, or null where <see cref="After"/> is not in it.</summary>
    /// <param name="order">The order of the ids where the list is sorted by them: then the item named may be gone by now.</param>
    public ItemsBody<T>? Of<T>(IReadOnlyList<T> all, Func<T, string> idOf, IComparer<string>? order = null)
    {
        var first = After is null ? 0 : order is null ? IndexOf(all, idOf) + 1 : all.Count(item => order.Compare(idOf(item), After) <= 0);
        if (After is not null && first == 0 && order is null)
        {
            return null;
        }

        var items = all.Skip(first).Take(Limit).ToArray();
        return new(items, first + items.Length < all.Count ? idOf(items[^1]) : null);
    }

    private int IndexOf<T>(IReadOnlyList<T> all, Func<T, string> idOf)
    {
        for (var i = 0; i < all.Count; i++)
        {
            if (idOf(all[i]) == After)
            {
                return i;
            }
        }

        return -1;
    }
}
