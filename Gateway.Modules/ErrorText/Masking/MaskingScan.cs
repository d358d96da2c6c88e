using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking;

/// <summary>One pass of the <see cref="Masker"/> over one text.</summary>
internal ref partial struct MaskingScan(ReadOnlySpan<char> text, Span<char> buffer, int depth)
{
    private const int LongestBraces = 64;

    private readonly ReadOnlySpan<char> _text = text;
    private readonly bool _announcesPassword = ProseForms.AnnouncesPassword(text);
    private CharBuffer _output = new(buffer);
    private int _at;

    /// <summary>The last word that was kept; what follows may be its value.</summary>
    private Range _before;

    /// <summary>Where a number was last kept as a code.</summary>
    private int _codeEnd = -1;

    /// <summary>Where the quote that is now open closes.</summary>
    private int _quoteEnd = -1;

    /// <summary>Where the run of characters without a space ends that is being read.</summary>
    private int _runEnd;

    /// <summary>How many words of it were read.</summary>
    private int _readsOfRun;

    /// <summary>How many words were read.</summary>
    private int _reads;

    /// <summary>Where the next <c>from</c> is that may make a statement of a <c>select</c>; the text's length where there is none.</summary>
    private int _nextFrom = -1;

    /// <summary>Characters that the forms were offered, which bounds the work.</summary>
    public long Offered { get; private set; }

    public string Run()
    {
        while (_at < _text.Length)
        {
            if (Characters.IsWord(_text[_at]))
            {
                ReadWord();
            }
            else if (!TryMark())
            {
                _output.Append(_text[_at++]);
            }
        }

        return _output.ToString();
    }

    public void Dispose() => _output.Dispose();

    private readonly ReadOnlySpan<char> Rest => _text[_at..];

    /// <summary>The text from some characters ahead, and no more than so many of them.</summary>
    private readonly ReadOnlySpan<char> Within(int ahead, int most) => _text[Math.Min(_at + ahead, _text.Length)..Math.Min(_at + ahead + most, _text.Length)];

    private readonly char Previous => _at > 0 ? _text[_at - 1] : '\0';

    private void ReadWord()
    {
        var rest = Rest;
        if (TryTooMuch(rest))
        {
            return;
        }

        Offered += _runEnd - _at;
        var letters = rest.RunOfLetters();
        var isPlain = letters > 0 && rest.At(letters) is '\0' or ' ' or ',' or ')';
        var isByte = letters == 2 && rest.At(2) == ' ';
        if ((!isPlain && Put(Placeholders.Name, GeneratedForms.ClassLength(rest))) || TryTime(rest) || TrySecret(rest) || ((!isPlain || isByte) && TryIdentifier(rest)) || (!isPlain && (TryAddress(rest) || TryModel(rest) || TryCode(rest))) || TryStatement(rest)
            || (!isPlain && (TryTypeName(rest) || TryPath(rest))) || TryName(rest))
        {
            return;
        }

        if (_runEnd - _at > LongRuns.Longest)
        {
            Put(Placeholders.Token, _runEnd - _at);
            return;
        }

        if (Previous == '=' && rest[..letters] is "True" or "False" or "true" or "false" && rest.EndsWordAt(letters))
        {
            Put(Placeholders.Quoted, letters);
            return;
        }

        var start = _at;
        _at += WordForms.Append(rest, ref _output);
        if (!char.IsAsciiDigit(_text[start]))
        {
            _before = start.._at;
        }

        CollapseList();
    }

    /// <summary>Takes the rest of the run, or of the text, where more words of it were read than names, or lines, have.</summary>
    private bool TryTooMuch(ReadOnlySpan<char> rest)
    {
        if (_at >= _runEnd)
        {
            _runEnd = _at + LongRuns.LengthOf(rest);
            _readsOfRun = 0;
        }

        if (++_reads > LongRuns.MostWordsOfText)
        {
            return Put(Placeholders.Token, rest.Length);
        }

        return (++_readsOfRun > LongRuns.MostWords || (_readsOfRun > LongRuns.MostReads && _runEnd - _at > LongRuns.Longest)) && Put(Placeholders.Token, _runEnd - _at);
    }

    private bool TrySecret(ReadOnlySpan<char> rest)
    {
        if (SecretForms.TokenLength(rest) is > 0 and var token && AddressForms.UuidLength(rest) == 0)
        {
            return Put(Placeholders.Token, token);
        }

        if (LoginForms.ChineseLength(rest, _text[.._at]) is > 0 and var named)
        {
            return Put(Placeholders.Token, named);
        }

        if (TryProse(rest))
        {
            return true;
        }

        var word = rest.RunOf(Characters.Word);
        if ((Previous == ':' || _text[_before] is "sqlplus") && LoginForms.OracleLoginLength(rest, word) is > 0 and var login)
        {
            return Put(Placeholders.Token, login);
        }

        if (SecretForms.TryScheme(rest, word, out var secret))
        {
            _output.Append(rest[..(word + 1)]);
            _at += word + 1;
            return Put(Placeholders.Token, secret);
        }

        var isFlag = _at >= 2 && _text[_at - 1] == '-' && _text[_at - 2] == '-';
        var isPerson = rest[..word].Equals("id", StringComparison.OrdinalIgnoreCase) && _text[_before].Equals("user", StringComparison.OrdinalIgnoreCase);
        // X-Auth-Token, Api-Key: the names of headers.
        var isHeader = Previous == '-' && _at >= 2 && Characters.IsWord(_text[_at - 2]);
        if (SecretForms.TryNamedValue(rest, word, isFlag, isPerson, isHeader, out var start, out var length))
        {
            _output.Append(rest[..start]);
            _at += start;
            return Put(Placeholders.Token, length);
        }

        return false;
    }

    private bool TryProse(ReadOnlySpan<char> rest)
    {
        var between = _text[_before.End.._at];
        var password = _announcesPassword ? ProseForms.PasswordLength(rest, _text[.._at]) : 0;
        return Put(Placeholders.Token, password > 0 ? password : ProseForms.CredentialsLength(rest, _text[_before], between));
    }

    private bool TryTime(ReadOnlySpan<char> rest) => Put(Placeholders.Time, TimeForms.LengthOf(rest));

    private bool TryAddress(ReadOnlySpan<char> rest) =>
        Put(Placeholders.Url, AddressForms.UrlLength(rest))
        || Put(Placeholders.Mail, AddressForms.MailLength(rest))
        || Put(Placeholders.Uuid, AddressForms.UuidLength(rest))
        || Put(Placeholders.Address, AddressForms.Ipv4Length(rest))
        || Put(Placeholders.Address, AddressForms.Ipv6Length(rest))
        || (ModelForms.LengthOf(rest) == 0 && Put(Placeholders.Host, AddressForms.HostLength(rest)));

    private bool TryPath(ReadOnlySpan<char> rest)
    {
        // A file without a hash has none from its second word on either.
        var length = _readsOfRun > 1 && Previous is '-' or '.' or '~' ? 0 : GeneratedForms.AssetLength(rest);
        length = length > 0 ? length : PathForms.WindowsLength(rest);
        length = length > 0 ? length : PathForms.RelativeLength(rest);
        length = length > 0 ? length : PathForms.FileLength(rest);
        // PHP's classes have namespaces like Windows has folders, and methods after them.
        if (length > 0 && rest[length..].StartsWith("::", StringComparison.Ordinal))
        {
            length += 2 + rest[(length + 2)..].RunOf(Characters.Word);
        }

        return Put(Placeholders.Path, length);
    }

    private bool TryCode(ReadOnlySpan<char> rest)
    {
        var length = CodeForms.LengthOf(rest);
        if (length == 0 && char.IsAsciiDigit(rest[0]))
        {
            length = _codeEnd >= 0 && _text[_codeEnd.._at] is " (" ? CodeForms.FollowingStateLength(rest) : 0;
            if (length == 0)
            {
                length = CodeForms.NumberLength(rest, _text[_before], _text[_before.End.._at], _at == 0);
            }
        }

        if (length == 0)
        {
            return false;
        }

        _output.Append(rest[..length]);
        _at += length;
        _codeEnd = _at;
        return true;
    }

    private bool Put(string placeholder, int length)
    {
        if (length == 0)
        {
            return false;
        }

        _output.Append(placeholder);
        _at += length;
        CollapseList();
        return true;
    }

    /// <summary>A list of values has as many places as it has values: <c>{n}, {n}, {n}</c> becomes one.</summary>
    private void CollapseList()
    {
        var written = _output.Written;
        if (written.IsEmpty || written[^1] != '}')
        {
            return;
        }

        var start = written.LastIndexOf('{');
        var placeholder = written[start..];
        var before = written[..start].TrimEnd(' ');
        if (before.EndsWith(",", StringComparison.Ordinal) && before[..^1].EndsWith(placeholder, StringComparison.Ordinal))
        {
            _output.Truncate(before.Length - 1);
        }
    }
}
