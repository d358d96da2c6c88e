using System.Collections.Immutable;
using System.Globalization;

namespace Gateway.Lab.GroundTruth;

/// <summary>One condition on a request: its value is one of <paramref name="Values"/>, or its size lies between the two bounds.</summary>
internal sealed record Condition(string Key, ImmutableArray<string> Values, double? Min = null, double? Max = null);

/// <summary>Which requests a fault strikes; all conditions must hold.</summary>
internal sealed class When(ImmutableArray<Condition> conditions)
{
    public const string Route = "route";
    public const string Method = "method";
    public const string Path = "path";
    public const string Upstream = "upstream";
    public const string Destination = "destination";
    public const string Principal = "principal";
    public const string BodyBytes = "bodyBytes";
    public const string HeaderPrefix = "header:";
    public const string QueryPrefix = "query:";
    public const string BodyPrefix = "body:";
    public static readonly ImmutableArray<string> Prefixes = [HeaderPrefix, QueryPrefix, BodyPrefix];
    public static readonly When Always = new([]);

    public ImmutableArray<Condition> Conditions { get; } = conditions;

    /// <summary>Whether it depends on where the proxy sends the request, which its sender cannot know.</summary>
    public bool NamesDestination { get; } = conditions.Any(c => c.Key == Destination);

    /// <summary>Whether some condition looks into the body.</summary>
    public bool ReadsBody { get; } = conditions.Any(c => c.Key.StartsWith(BodyPrefix, StringComparison.Ordinal));

    /// <summary>Whether it covers the request at this destination.</summary>
    public bool Covers(RequestFacts facts, int destination)
    {
        foreach (var condition in Conditions)
        {
            if (!(condition.Key == Destination
                ? condition.Values.Contains(destination.ToString(CultureInfo.InvariantCulture))
                : Holds(condition, facts)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether it covers the request at some destination.</summary>
    public bool CoversSomewhere(RequestFacts facts)
    {
        foreach (var condition in Conditions)
        {
            if (condition.Key != Destination && !Holds(condition, facts))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Holds(Condition condition, RequestFacts facts) => condition.Key switch
    {
        BodyBytes =>
            (condition.Min is not { } least || facts.BodyBytes >= least) && (condition.Max is not { } most || facts.BodyBytes <= most),
        _ => condition.Values.Contains(ValueOf(condition.Key, facts)),
    };

    /// <summary>The request's value; empty where it has none, as in the traffic's weights.</summary>
    private static string ValueOf(string key, RequestFacts facts) => key switch
    {
        Route => facts.Route,
        Method => facts.Method,
        Path => facts.Path,
        Upstream => facts.Upstream,
        Principal => facts.Principal,
        _ when key.StartsWith(HeaderPrefix, StringComparison.Ordinal) => facts.Headers.GetValueOrDefault(key[HeaderPrefix.Length..], ""),
        _ when key.StartsWith(QueryPrefix, StringComparison.Ordinal) => facts.Query.GetValueOrDefault(key[QueryPrefix.Length..], ""),
        _ when key.StartsWith(BodyPrefix, StringComparison.Ordinal) => facts.Body.GetValueOrDefault(key[BodyPrefix.Length..], ""),
        _ => "",
    };
}
