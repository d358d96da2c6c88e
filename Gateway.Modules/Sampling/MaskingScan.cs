namespace Gateway.Modules.Sampling;

/// <summary>One pass of the <see cref="Masker"/> over one text.</summary>
internal ref struct MaskingScan(ReadOnlySpan<char> text, Span<char> buffer, int depth)
{
    private const int LongestTypeName = 256;

    private readonly ReadOnlySpan<char> _text = text;
    private CharBuffer _output = new(buffer);
    private int _at;

    /// <summary>The last word that was kept; what follows may be its value.</summary>
    private Range _before;

    /// <summary>Where a number was last kept as a code.</summary>
    private int _codeEnd = -1;

    /// <summary>Where the quote that is now open closes.</summary>
    private int _quoteEnd = -1;

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

    private readonly char Previous => _at > 0 ? _text[_at - 1] : '\0';

    private void ReadWord()
    {
        var rest = Rest;
        var letters = rest.RunOfLetters();
        var isPlain = letters > 0 && rest.At(letters) is '\0' or ' ' or ',' or ')';
        if (TryTime(rest) || TrySecret(rest) || (!isPlain && (TryAddress(rest) || TryModel(rest) || TryCode(rest))) || TryStatement(rest)
            || (!isPlain && (TryTypeName(rest) || TryPath(rest))) || TryName(rest))
        {
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

    private bool TrySecret(ReadOnlySpan<char> rest)
    {
        if (SecretForms.TokenLength(rest) is > 0 and var token && AddressForms.UuidLength(rest) == 0)
        {
            return Put(Placeholders.Token, token);
        }

        var word = rest.RunOf(Characters.Word);
        if (SecretForms.TryScheme(rest, word, out var secret))
        {
            _output.Append(rest[..(word + 1)]);
            _at += word + 1;
            return Put(Placeholders.Token, secret);
        }

        var isFlag = _at >= 2 && _text[_at - 1] == '-' && _text[_at - 2] == '-';
        var isPerson = rest[..word].Equals("id", StringComparison.OrdinalIgnoreCase) && _text[_before].Equals("user", StringComparison.OrdinalIgnoreCase);
        if (SecretForms.TryNamedValue(rest, word, isFlag, isPerson, out var start, out var length))
        {
            _output.Append(rest[..start]);
            _at += start;
            return Put(Placeholders.Token, length);
        }

        return false;
    }

    private bool TryModel(ReadOnlySpan<char> rest) => Put(Placeholders.Model, ModelForms.LengthOf(rest));

    private bool TryStatement(ReadOnlySpan<char> rest)
    {
        if (rest[0] is not ('s' or 'i' or 'u' or 'd' or 'S' or 'I' or 'U' or 'D'))
        {
            return false;
        }

        var length = SqlForms.StatementLength(rest, Previous, _text[.._at].TrimEnd(' ') is [.., ':']);
        // A statement between quotes takes away what would have closed them.
        _quoteEnd = length > 0 ? -1 : _quoteEnd;
        return Put(Placeholders.Statement, length);
    }

    private bool TryName(ReadOnlySpan<char> rest)
    {
        if (!char.IsAsciiLetter(rest[0]) && rest[0] != '_')
        {
            return false;
        }

        var length = NameForms.LengthByThing(rest, _text[.._before.Start], _text[_before], _text[_before.End.._at]);
        if (length == 0 && Previous is ' ' or '[' or '(' or '（' or ':' or '：' or '=' or >= '\u4e00')
        {
            length = NameForms.LengthByChineseThing(rest, _text[.._at]);
        }

        if (length == 0)
        {
            var startsClause = _at == 0 || _text[.._at].TrimEnd(' ') is [.., ':' or '：' or ',' or '"' or '\'' or '.' or '[' or '('] || _text[_before] is "The" or "the" or "Field";
            length = NameForms.LengthByPredicate(rest, startsClause);
        }

        if (length == 0)
        {
            length = NameForms.LengthByForm(rest);
        }

        if (length > 0 && rest.At(length) == '#' && char.IsAsciiLetter(rest.At(length + 1)))
        {
            length += 1 + rest[(length + 1)..].RunOf(Characters.Word);
        }

        return Put(Placeholders.Name, length);
    }

    private bool TryTime(ReadOnlySpan<char> rest) => Put(Placeholders.Time, TimeForms.LengthOf(rest));

    private bool TryAddress(ReadOnlySpan<char> rest) =>
        Put(Placeholders.Url, AddressForms.UrlLength(rest))
        || Put(Placeholders.Mail, AddressForms.MailLength(rest))
        || Put(Placeholders.Uuid, AddressForms.UuidLength(rest))
        || Put(Placeholders.Address, AddressForms.Ipv4Length(rest))
        || Put(Placeholders.Address, AddressForms.Ipv6Length(rest))
        || Put(Placeholders.Host, AddressForms.HostLength(rest));

    private bool TryPath(ReadOnlySpan<char> rest)
    {
        var length = PathForms.WindowsLength(rest);
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

    /// <summary>Drops the namespace in front of an exception's name: it says whose the code is, not what went wrong.</summary>
    private bool TryTypeName(ReadOnlySpan<char> rest)
    {
        rest = rest[..Math.Min(rest.Length, LongestTypeName)];
        var at = 0;
        var last = 0;
        while (true)
        {
            at += rest[at..].RunOf(Characters.Word);
            if (rest.At(at) is not ('.' or '$' or '\\') || !char.IsAsciiLetter(rest.At(at + 1)))
            {
                break;
            }

            last = ++at;
        }

        var name = rest[last..at];
        if (last == 0 || !char.IsAsciiLetterUpper(name.At(0)) || !(name.EndsWith("Exception", StringComparison.Ordinal) || name.EndsWith("Error", StringComparison.Ordinal)))
        {
            return false;
        }

        _at += last;
        var start = _at;
        _at += WordForms.Append(name, ref _output);
        _before = start.._at;
        return true;
    }

    /// <summary>What starts with a mark rather than a word.</summary>
    private bool TryMark() => Rest[0] switch
    {
        '\'' or '"' or '`' or '“' or '‘' or '「' or '『' => TryQuoted(),
        '$' when Rest.At(1) == '.' && char.IsAsciiLetter(Rest.At(2)) => Put(Placeholders.Name, 2 + Rest[2..].RunOf(Characters.Word)),
        '/' => !Characters.IsWord(Previous) && Previous is not ('<' or ')' or '}' or ']' or '/') && Put(Placeholders.Path, PathForms.AbsoluteLength(Rest)),
        '\\' => !Characters.IsWord(Previous) && Put(Placeholders.Path, PathForms.WindowsLength(Rest)),
        ':' or '[' => !Characters.IsWord(Previous) && Put(Placeholders.Address, AddressForms.Ipv6Length(Rest)),
        '(' => TryKeyDetail(),
        '{' => TryDuplicateKey(),
        '@' => TryIdentity(),
        '-' => TryDash(),
        _ => false,
    };

    private bool TryDash()
    {
        if (SecretForms.PemLength(Rest) is > 0 and var pem)
        {
            return Put(Placeholders.Token, pem);
        }

        // A sign belongs to its number; a hyphen between words does not.
        if (char.IsAsciiDigit(Rest.At(1)) && Previous is '\0' or ' ' or '=' or '(' or '[' or ',')
        {
            _at++;
            return true;
        }

        return false;
    }

    /// <summary><c>Order@4e25154f</c>: an object's identity.</summary>
    private bool TryIdentity()
    {
        var run = Rest[1..].RunOf(Characters.Hex);
        if (!Characters.IsWord(Previous) || run is < 5 or > 16 || !Rest.EndsWordAt(1 + run))
        {
            return false;
        }

        _output.Append('@');
        _at++;
        return Put(Placeholders.Hex, run);
    }

    /// <summary>PostgreSQL's <c>Key (email)=(value) already exists</c>, <c>Failing row contains (values)</c>: these are somebody's, whatever they look like.</summary>
    private bool TryKeyDetail()
    {
        var close = Rest.IndexOf(')');
        if (close > 1 && Rest.At(close + 1) == '=' && Rest.At(close + 2) == '(')
        {
            _output.Append('(');
            _at++;
            return Put(Placeholders.Name, close - 1);
        }

        if (!_text[.._at].EndsWith(")=", StringComparison.Ordinal) && !_text[.._at].EndsWith("row contains ", StringComparison.Ordinal))
        {
            return false;
        }

        _output.Append('(');
        _at++;
        Put(Placeholders.Quoted, close < 0 ? Rest.Length : close - 1);
        return true;
    }

    /// <summary>MongoDB's <c>dup key: { email: "x" }</c>: the field is the application's.</summary>
    private bool TryDuplicateKey()
    {
        var field = Rest.At(1) == ' ' ? Rest[2..].RunOf(Characters.Word) : 0;
        if (field == 0 || Rest.At(2 + field) != ':' || !_text[.._at].EndsWith("key: ", StringComparison.Ordinal))
        {
            return false;
        }

        _output.Append("{ ");
        _at += 2;
        return Put(Placeholders.Name, field);
    }

    private bool TryQuoted()
    {
        var quote = _text[_at];
        if (_at == _quoteEnd || Characters.IsWord(Previous))
        {
            return false;
        }

        var close = _at + QuoteForms.CloseOf(Rest);
        if (close <= _at + 1)
        {
            return false;
        }

        // In text that was quoted twice a backslash is before each quote.
        var isEscaped = Previous == '\\' && _text[close - 1] == '\\';
        var content = _text[(_at + 1)..(isEscaped ? close - 1 : close)];
        var masked = QuoteForms.HidesWhatFollows(_text[_before]) && _text[_before.End.._at].Trim(" :=").IsEmpty
            ? Placeholders.Quoted
            : MaskQuoted(content, _text.At(close + 1));
        if (masked is null)
        {
            _quoteEnd = close;
            return false;
        }

        _output.Append(quote);
        _output.Append(masked);
        _at += 1 + content.Length;
        _output.Append(_text[_at..(close + 1)]);
        _at = close + 1;
        return true;
    }

    /// <summary>The stand-in for a quoted value, or null where the quote holds words that the pass shall read like any other.</summary>
    private readonly string? MaskQuoted(ReadOnlySpan<char> content, char after)
    {
        if (IsQuotedName(content, after))
        {
            return Placeholders.Quoted;
        }

        if (!content.HasDigit() || content.Count(' ') >= 2 || depth >= 2)
        {
            return null;
        }

        var inner = new MaskingScan(content, stackalloc char[256], depth + 1);
        try
        {
            var masked = inner.Run();
            var isOnePlaceholder = masked.Length > 2 && masked[0] == '{' && masked.IndexOf('}', StringComparison.Ordinal) == masked.Length - 1;
            return isOnePlaceholder || content.SequenceEqual(masked) ? masked : Placeholders.Quoted;
        }
        finally
        {
            inner.Dispose();
        }
    }

    private readonly bool IsQuotedName(ReadOnlySpan<char> content, char after)
    {
        // The key of a field, {'detail': ...}, is the error's own word.
        if (after == ':' && _text[.._at].TrimEnd(' ') is [.., '{' or ','])
        {
            return false;
        }

        // Parts of a qualified name: "APP"."ORDERS".
        var isPart = after == '.' || (Previous == '.' && _at >= 2 && _text[_at - 2] == _text[_at]);
        var between = _text[_before.End.._at];
        var isNamed = isPart || (between.Length <= 3 && between.Trim(" :=[(").IsEmpty && NameWords.IsThing(_text[_before]))
            || NameWords.EndsWithChineseThing(_text[Math.Max(0, _at - 8).._at].TrimEnd(" ："));
        return QuoteForms.IsName(content, isNamed);
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
