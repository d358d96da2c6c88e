namespace Gateway.Modules.Contracts.Dimensions;

/// <summary>The names of the dimensions of a request, and the order in which they break ties.</summary>
public static class DimensionNames
{
    public const string Route = "route";
    public const string Method = "method";
    public const string Upstream = "upstream";
    public const string Destination = "destination";
    public const string Path = "path";
    public const string Principal = "principal";
    public const string BodyBytes = "bodyBytes";
    public const string HeaderPrefix = "header:";
    public const string QueryPrefix = "query:";
    public const string BodyPrefix = "body:";

    /// <summary>The body field that is always a dimension: which model a request to a language-model API is for.</summary>
    public const string Model = BodyPrefix + "model";

    /// <summary>The value that stands for all values beyond a cap. No scope is ever built on it.</summary>
    public const string Folded = "{*}";

    /// <summary>Rank of a dimension in the order that breaks ties; unknown names come last.</summary>
    public static int RankOf(string dimension) => dimension switch
    {
        Route => 0,
        Method => 1,
        Upstream => 2,
        Destination => 3,
        Path => 4,
        Principal => 5,
        BodyBytes => 9,
        _ when dimension.StartsWith(HeaderPrefix, StringComparison.Ordinal) => 6,
        _ when dimension.StartsWith(QueryPrefix, StringComparison.Ordinal) => 7,
        _ when dimension.StartsWith(BodyPrefix, StringComparison.Ordinal) => 8,
        _ => 10,
    };

    /// <summary>Whether the name is one a scope may test.</summary>
    public static bool IsKnown(string dimension) =>
        RankOf(dimension) < 10 && !dimension.EndsWith(':');

    /// <summary>
    /// Whether the dimension says what was sent (principal, header, query, body), as opposed to where the request goes.
    /// </summary>
    public static bool SaysWhatWasSent(string dimension) => RankOf(dimension) is >= 5 and <= 9;

    public static int Compare(string left, string right)
    {
        var byRank = RankOf(left).CompareTo(RankOf(right));
        return byRank != 0 ? byRank : string.CompareOrdinal(left, right);
    }
}
