namespace Gateway.Modules.Proxy.Gate.Matching;

/// <summary>The value a test asks for: as the request carries it, or its <see cref="ValueHash"/> where the value may not be kept.</summary>
internal readonly struct ExpectedValue
{
    /// <summary>A character may arrive as the percent-encoded bytes of its UTF-8 form: three bytes for one UTF-16 unit at most.</summary>
    private const int MostEncodedCharacters = 9;

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

    /// <summary>Whether a text of this length, percent-encoded, can match at all.</summary>
    public bool CanMatchEncoded(int length) => _mayBeHash || (length >= _plain.Length && length <= _plain.Length * MostEncodedCharacters);
}
