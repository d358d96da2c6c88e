using System.Buffers;
using Gateway.Modules.Shared.Requests;

namespace Gateway.Modules.Proxy.Gate.Lookup;

/// <summary>
/// The policies that ask for one value of a dimension, by that value: as it is, or by its <see cref="ValueHash"/>. Policies are marked by
/// their place in the gate's order. Allocates nothing when asked.
/// </summary>
/// <param name="hashes">Whether a value that reads like a hash may be one.</param>
internal sealed class ValueTable(bool hashes = true)
{
    private const int StackLimit = 512;

    /// <summary>A character may arrive as the percent-encoded bytes of its UTF-8 form, three for each of at most three bytes.</summary>
    private const int MostEncodedCharacters = 9;

    private readonly Dictionary<string, List<int>> _byText = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, List<int>> _byHash = [];
    private int _longest;

    public void Add(string value, int place)
    {
        Add(_byText, value, place);
        _longest = Math.Max(_longest, value.Length);
        if (hashes && ValueHash.TryParse(value, out var hash))
        {
            Add(_byHash, hash, place);
        }
    }

    public void Mark(ReadOnlySpan<char> value, Span<ulong> marks)
    {
        if (_byText.Count == 0)
        {
            return;
        }

        if (_byText.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(value, out var places))
        {
            MarkAll(places, marks);
        }

        if (_byHash.Count > 0 && _byHash.TryGetValue(ValueHash.Of(value), out places))
        {
            MarkAll(places, marks);
        }
    }

    /// <summary>The same for a part of a query string as it came; decoded, on the stack, only where it may be one of the values.</summary>
    public void MarkEncoded(ReadOnlySpan<char> raw, Span<ulong> marks)
    {
        if (!QueryParameters.IsEncoded(raw))
        {
            Mark(raw, marks);
            return;
        }

        if (_byHash.Count == 0 && raw.Length > _longest * MostEncodedCharacters)
        {
            return;
        }

        char[]? rented = null;
        var buffer = raw.Length * 2 <= StackLimit ? stackalloc char[StackLimit] : (rented = ArrayPool<char>.Shared.Rent(raw.Length * 2));
        Mark(QueryParameters.Decode(raw, buffer), marks);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented, clearArray: true);
        }
    }

    /// <summary>The same for a header's value as it came. It is compared as it stands and as it is meant.</summary>
    public void MarkHeader(string raw, Span<ulong> marks)
    {
        Mark(raw, marks);
        if (HeaderText.Decode(raw) is var meant && !ReferenceEquals(meant, raw))
        {
            Mark(meant, marks);
        }
    }

    public static void MarkAll(List<int> places, Span<ulong> marks)
    {
        foreach (var place in places)
        {
            marks[place >> 6] |= 1UL << place;
        }
    }

    private static void Add<TKey>(Dictionary<TKey, List<int>> places, TKey key, int place)
        where TKey : notnull
    {
        if (!places.TryGetValue(key, out var list))
        {
            places[key] = list = [];
        }

        list.Add(place);
    }
}
