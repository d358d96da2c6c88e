using System.Collections.Immutable;
using Gateway.Modules.Proxy.Gate.Matching;
using Gateway.Modules.Proxy.Gate.Snapshots;

namespace Gateway.Modules.Proxy.Gate.Lookup;

/// <summary>
/// Finds the policies that may match a request without asking each: every policy stands under the value of its most selective test by
/// equality, the one that the fewest policies share, and a request looks up what it carries. What is found still has to pass the rest
/// of its scope; a policy without such a test is always found. Built with the snapshot, immutable from then on; looking up allocates
/// nothing, and its work grows with what the request carries and with what is found, not with the policies there are.
/// </summary>
internal sealed class PolicyLookup
{
    public static readonly PolicyLookup Empty = new([]);

    private readonly ImmutableArray<CompiledScope> _scopes;
    private readonly CompiledScope[] _rests;
    private readonly ulong[] _always;
    private readonly ValueTable _routes = new();
    private readonly ValueTable _upstreams = new();
    private readonly ValueTable _methods = new();
    private readonly PrincipalTable _principals = new();
    private readonly PathTable _paths = new();
    private readonly NamedTables _headers = new(StringComparer.OrdinalIgnoreCase);
    private readonly NamedTables _parameters = new(StringComparer.Ordinal);
    private readonly NamedTables _fields = new(StringComparer.Ordinal);

    private PolicyLookup(ImmutableArray<CompiledScope> scopes)
    {
        _scopes = scopes;
        _rests = [.. scopes];
        _always = new ulong[(scopes.Length + 63) / 64];
        var keys = scopes.Select(LookupKey.AllOf).ToArray();
        var sharedBy = keys.SelectMany(k => k).CountBy(k => k.Identity).ToDictionary();
        for (var place = 0; place < scopes.Length; place++)
        {
            Add(place, keys[place], sharedBy);
        }
    }

    /// <summary>Length of the marks, in words.</summary>
    public int Words => _always.Length;

    /// <summary>The lookup over these policies; the one before where it stands for the same scopes.</summary>
    public static PolicyLookup Over(ImmutableArray<LivePolicy> policies, PolicyLookup before) =>
        before._scopes.SequenceEqual(policies.Select(p => p.Scope)) ? before : new([.. policies.Select(p => p.Scope)]);

    /// <summary>What is left to ask of a policy that was found.</summary>
    public CompiledScope RestOf(int place) => _rests[place];

    /// <summary>Sets a bit for each policy that may match, in the gate's order.</summary>
    public void Mark(in RequestFacts facts, ref MatchScratch scratch, Span<ulong> marks)
    {
        _always.CopyTo(marks);
        _routes.Mark(facts.Route, marks);
        _upstreams.Mark(facts.Upstream, marks);
        _methods.Mark(facts.Method, marks);
        _paths.Mark(facts.Path, marks);
        _principals.Mark(facts, ref scratch, marks);
        _parameters.MarkQuery(facts.Query, marks);
        foreach (var (name, table) in _headers.Tables)
        {
            if (facts.HeaderValue(name) is { } value)
            {
                table.MarkHeader(value, marks);
            }
        }

        foreach (var (name, table) in _fields.Tables)
        {
            if (facts.BodyField(name) is { } value)
            {
                table.Mark(value, marks);
            }
        }
    }

    private void Add(int place, IReadOnlyList<LookupKey> keys, Dictionary<(string, string), int> sharedBy)
    {
        if (keys.Count == 0)
        {
            _always[place >> 6] |= 1UL << place;
            return;
        }

        var key = keys.MinBy(k => sharedBy[k.Identity]);
        _rests[place] = key.IsWholeTest ? _scopes[place].Without(key.Test) : _scopes[place];
        File(key, place);
    }

    private void File(LookupKey key, int place)
    {
        var (dimension, value) = (key.Test.Dimension, key.Value);
        switch (dimension)
        {
            case DimensionNames.Route:
                _routes.Add(value, place);
                break;
            case DimensionNames.Upstream:
                _upstreams.Add(value, place);
                break;
            case DimensionNames.Method:
                _methods.Add(value, place);
                break;
            case DimensionNames.Principal:
                _principals.Add(value, place);
                break;
            case DimensionNames.Path:
                _paths.Add(key.Position, value, place);
                break;
            default:
                var (tables, prefix) = dimension.StartsWith(DimensionNames.HeaderPrefix, StringComparison.Ordinal)
                    ? (_headers, DimensionNames.HeaderPrefix)
                    : dimension.StartsWith(DimensionNames.QueryPrefix, StringComparison.Ordinal)
                        ? (_parameters, DimensionNames.QueryPrefix)
                        : (_fields, DimensionNames.BodyPrefix);
                tables.Add(dimension[prefix.Length..], value, place);
                break;
        }
    }
}
