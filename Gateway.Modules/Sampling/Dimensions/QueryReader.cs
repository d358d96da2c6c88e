namespace Gateway.Modules.Sampling.Dimensions;

/// <summary>
/// Walks a query string as <c>application/x-www-form-urlencoded</c> (WHATWG URL, section 5.1) without copying it: <c>&amp;</c>
/// separates, the first <c>=</c> splits, <c>+</c> is a space. Names and values come still encoded.
/// </summary>
internal ref struct QueryReader(ReadOnlySpan<char> query)
{
    /// <summary>Far more parameters than any interface has; the rest of such a query is noise.</summary>
    private const int MaxParameters = 256;

    private ReadOnlySpan<char> _rest = query.StartsWith('?') ? query[1..] : query;
    private int _count;

    public ReadOnlySpan<char> Name { get; private set; }

    public ReadOnlySpan<char> Value { get; private set; }

    public bool Read()
    {
        while (!_rest.IsEmpty && _count++ < MaxParameters)
        {
            var end = _rest.IndexOf('&');
            var pair = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? [] : _rest[(end + 1)..];
            var equals = pair.IndexOf('=');
            Name = equals < 0 ? pair : pair[..equals];
            Value = equals < 0 ? [] : pair[(equals + 1)..];
            if (!Name.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Decodes percent signs and pluses; what is not well-formed stays as it is.</summary>
    public static string Decode(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAny('%', '+') < 0)
        {
            return text.ToString();
        }

        return Uri.UnescapeDataString(text.ToString().Replace('+', ' '));
    }
}
