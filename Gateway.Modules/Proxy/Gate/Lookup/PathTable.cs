namespace Gateway.Modules.Proxy.Gate.Lookup;

/// <summary>
/// The policies that ask for a path, by one segment of its template that is no placeholder: a path that has the template has that
/// segment at that place. Finds a superset.
/// </summary>
internal sealed class PathTable
{
    /// <summary>Segments of a template that are looked at.</summary>
    private const int MostSegments = 16;

    private readonly List<ValueTable?> _byPosition = [];

    /// <summary>The segments of a template by which it can be found, with their places.</summary>
    public static IEnumerable<(int Position, string Segment)> KeysOf(string template) =>
        template.TrimStart('/').Split('/').Take(MostSegments)
            .Select((segment, position) => (position, segment))
            .Where(key => key.segment.Length > 0 && !key.segment.Contains('{', StringComparison.Ordinal));

    public void Add(int position, string segment, int place)
    {
        while (_byPosition.Count <= position)
        {
            _byPosition.Add(null);
        }

        (_byPosition[position] ??= new ValueTable(hashes: false)).Add(segment, place);
    }

    public void Mark(ReadOnlySpan<char> path, Span<ulong> marks)
    {
        var rest = path.TrimStart('/');
        foreach (var table in _byPosition)
        {
            var slash = rest.IndexOf('/');
            table?.Mark(slash < 0 ? rest : rest[..slash], marks);
            if (slash < 0)
            {
                return;
            }

            rest = rest[(slash + 1)..];
        }
    }
}
