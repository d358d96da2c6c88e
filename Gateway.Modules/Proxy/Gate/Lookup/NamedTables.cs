using System.Buffers;
using Gateway.Modules.Shared.Requests;

namespace Gateway.Modules.Proxy.Gate.Lookup;

/// <summary>A <see cref="ValueTable"/> for each name that policies test: parameters, headers or body fields.</summary>
internal sealed class NamedTables(StringComparer names)
{
    private const int StackLimit = 512;
    private const int MostEncodedCharacters = 9;

    private readonly Dictionary<string, ValueTable> _tables = new(names);
    private int _longestName;

    /// <summary>The names in no order, for what is looked up name by name.</summary>
    public Dictionary<string, ValueTable> Tables => _tables;

    public void Add(string name, string value, int place)
    {
        if (!_tables.TryGetValue(name, out var table))
        {
            _tables[name] = table = new ValueTable();
            _longestName = Math.Max(_longestName, name.Length);
        }

        table.Add(value, place);
    }

    /// <summary>Goes through a query once, whatever is in it: the work is linear in its length.</summary>
    public void MarkQuery(string query, Span<ulong> marks)
    {
        if (_tables.Count == 0 || query.Length < 2)
        {
            return;
        }

        var left = QueryParameters.MostCompared;
        foreach (var parameter in QueryParameters.Of(query))
        {
            if (left-- == 0)
            {
                return;
            }

            Find(parameter.EncodedName.Span)?.MarkEncoded(parameter.EncodedValue.Span, marks);
        }
    }

    private ValueTable? Find(ReadOnlySpan<char> rawName)
    {
        if (!QueryParameters.IsEncoded(rawName))
        {
            return _tables.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(rawName, out var table) ? table : null;
        }

        return rawName.Length <= _longestName * MostEncodedCharacters ? FindEncoded(rawName) : null;
    }

    private ValueTable? FindEncoded(ReadOnlySpan<char> rawName)
    {
        char[]? rented = null;
        var buffer = rawName.Length * 2 <= StackLimit
            ? stackalloc char[StackLimit] : (rented = ArrayPool<char>.Shared.Rent(rawName.Length * 2));
        _tables.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(QueryParameters.Decode(rawName, buffer), out var table);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return table;
    }
}
