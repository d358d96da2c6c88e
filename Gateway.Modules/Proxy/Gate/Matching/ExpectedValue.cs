using System.Buffers;
using System.Text;
using Gateway.Modules.Shared.Requests;

namespace Gateway.Modules.Proxy.Gate.Matching;

/// <summary>The value a test asks for: as the request carries it, or its <see cref="ValueHash"/> where the value may not be kept.</summary>
internal readonly struct ExpectedValue
{
    private const int StackLimit = 512;

    /// <summary>Bytes of UTF-8 for one UTF-16 unit.</summary>
    private const int MostBytes = 3;

    /// <summary>A character may arrive as the percent-encoded bytes of its UTF-8 form.</summary>
    private const int MostEncodedCharacters = 3 * MostBytes;

    private readonly string _plain;
    private readonly ulong _hash;
    private readonly bool _mayBeHash;

    public ExpectedValue(string value)
    {
        _plain = value;
        _mayBeHash = ValueHash.TryParse(value, out _hash);
    }

    private ExpectedValue(string value, bool mayBeHash)
    {
        _plain = value;
        _mayBeHash = mayBeHash;
    }

    /// <summary>A text that is never a hash: the name of a parameter.</summary>
    public static ExpectedValue Literal(string text) => new(text, mayBeHash: false);

    public bool Matches(ReadOnlySpan<char> actual) =>
        actual.SequenceEqual(_plain) || (_mayBeHash && ValueHash.Of(actual) == _hash);

    /// <summary>The same for a part of a query string as it came; it is decoded, on the stack, only where it may match.</summary>
    public bool MatchesEncoded(ReadOnlySpan<char> raw)
    {
        if (!QueryParameters.IsEncoded(raw))
        {
            return Matches(raw);
        }

        if (!CanMatchEncoded(raw.Length))
        {
            return false;
        }

        char[]? rented = null;
        var buffer = raw.Length * 2 <= StackLimit ? stackalloc char[StackLimit] : (rented = ArrayPool<char>.Shared.Rent(raw.Length * 2));
        try
        {
            return Matches(QueryParameters.Decode(raw, buffer));
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<char>.Shared.Return(rented, clearArray: true);
            }
        }
    }

    /// <summary>The same for a header's value as it came: a copy is made only where it is not ASCII and may match.</summary>
    public bool MatchesHeader(string value) => CanBeHeader(value) ? Matches(HeaderText.Decode(value)) : Matches(value);

    /// <summary>Bytes of UTF-8, one character each, are never fewer than the characters they make, nor more than three for each.</summary>
    private bool CanBeHeader(string value) =>
        (_mayBeHash || (value.Length > _plain.Length && value.Length <= _plain.Length * MostBytes)) && !Ascii.IsValid(value);

    private bool CanMatchEncoded(int length) =>
        _mayBeHash || (length >= _plain.Length && length <= _plain.Length * MostEncodedCharacters);
}
