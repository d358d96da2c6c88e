using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking;

/// <summary>What a rule sees of a text: where the scan stands, what follows and what is before.</summary>
internal readonly ref struct MaskingView(ReadOnlySpan<char> text, int at, Range keptWord, int quoteEnd, int codeEnd, bool followsHost,
    bool announcesPassword)
{
    private readonly ReadOnlySpan<char> _text = text;

    /// <summary>The text from here on.</summary>
    public ReadOnlySpan<char> Rest => _text[at..];

    /// <summary>The text up to here.</summary>
    public ReadOnlySpan<char> Before => _text[..at];

    /// <summary>The character before, or NUL at the start.</summary>
    public char Previous => at > 0 ? _text[at - 1] : '\0';

    /// <summary>The last word that was kept: what follows may be its value.</summary>
    public ReadOnlySpan<char> KeptWord => _text[keptWord];

    /// <summary>What is before the last kept word.</summary>
    public ReadOnlySpan<char> BeforeKeptWord => _text[..keptWord.Start];

    /// <summary>What lies between the last kept word and this place.</summary>
    public ReadOnlySpan<char> Between => _text[keptWord.End..at];

    public bool IsAtStart => at == 0;

    /// <summary>Whether an open quote closes here.</summary>
    public bool ClosesQuote => at == quoteEnd;

    /// <summary>Whether there is but an opening parenthesis since the last code that was kept.</summary>
    public bool FollowsCode => codeEnd >= 0 && _text[codeEnd..at] is " (";

    /// <summary>Whether a host was masked right before.</summary>
    public bool FollowsHost => followsHost;

    /// <summary>Whether a password is announced anywhere in the text.</summary>
    public bool AnnouncesPassword => announcesPassword;

    /// <summary>Whether the character before is a letter, a digit or an underscore.</summary>
    public bool IsInWord => Characters.IsWord(Previous);
}
