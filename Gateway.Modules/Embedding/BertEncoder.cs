using Microsoft.ML.Tokenizers;

namespace Gateway.Modules.Embedding;

/// <summary>Text to token ids: basic tokenisation, then WordPiece, between the two special tokens. Thread-safe.</summary>
internal sealed class BertEncoder
{
    private readonly BasicTokenizer _basic;
    private readonly WordPieceTokenizer _pieces;
    private readonly int _maxCharsPerWord;
    private readonly int _first;
    private readonly int _last;
    private readonly int _unknown;

    public BertEncoder(ManifestTokenizer settings, byte[] vocabulary)
    {
        _basic = new BasicTokenizer(
            settings.Lowercase,
            settings.StripAccents ?? settings.Lowercase,
            settings.HandleChineseChars,
            settings.MaxCharsPerWord,
            settings.Unk);
        _maxCharsPerWord = settings.MaxCharsPerWord;
        using var stream = new MemoryStream(vocabulary, writable: false);
        _pieces = WordPieceTokenizer.Create(stream, new WordPieceOptions
        {
            UnknownToken = settings.Unk,
            // Counted in code points in front; here it must only not be the tighter of the two.
            MaxInputCharsPerWord = settings.MaxCharsPerWord * 2,
        });
        _unknown = _pieces.UnknownTokenId;
        _first = IdOf(settings.Cls);
        _last = IdOf(settings.Sep);
    }

    /// <summary>
    /// Ids of <paramref name="text"/>, at most <paramref name="maxTokens"/>: what is over gives way, never the closing token.
    /// </summary>
    public long[] Encode(string text, int maxTokens)
    {
        var room = maxTokens - 2;
        var words = _basic.Split(text, room);
        // The library may stop before a word that does not fit whole, and BERT cuts inside it: hence one word more than there is room for.
        var pieces = _pieces.EncodeToIds(words, room + _maxCharsPerWord, out _, out _);
        var ids = new long[Math.Min(pieces.Count, room) + 2];
        ids[0] = _first;
        for (var i = 1; i < ids.Length - 1; i++)
        {
            ids[i] = pieces[i - 1];
        }

        ids[^1] = _last;
        return ids;
    }

    /// <summary>Share of <paramref name="ids"/>, the two special ones aside, that the vocabulary has no piece for.</summary>
    public double ShareUnknown(ReadOnlySpan<long> ids) => ids.Length > 2 ? (double)ids.Count(_unknown) / (ids.Length - 2) : 0;

    private int IdOf(string special) => _pieces.EncodeToIds(special) is [var id] && id != _unknown
        ? id
        : throw new InvalidDataException($"the vocabulary has no {special}");
}
