using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking;

/// <content>What stands between quotes, and the brackets in which databases show keys and rows.</content>
internal ref partial struct MaskingScan
{
    /// <summary>Marks and spaces between a name and its value.</summary>
    private const int LongestBetween = 8;

    private const int LongestKey = 256;

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
        var between = _text[_before.End.._at];
        var masked = (between is "=" && QuoteForms.IsAssigned(_text[_before])) || between.Length <= LongestBetween && between.Trim(" :=").IsEmpty && (QuoteForms.HidesWhatFollows(_text[_before]) || QuoteForms.IsInput(content, _text[_before]))
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
    private string? MaskQuoted(ReadOnlySpan<char> content, char after)
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
            Offered += inner.Offered;
            var isOnePlaceholder = masked.Length > 2 && masked[0] == '{' && masked.IndexOf('}', StringComparison.Ordinal) == masked.Length - 1;
            // What else would be quoted as a name is one here too; a number with a sign is somebody's telephone.
            var isName = masked is Placeholders.Name or Placeholders.Host || (masked is Placeholders.Number && content[0] == '+');
            return !isName && (isOnePlaceholder || content.SequenceEqual(masked)) ? masked : Placeholders.Quoted;
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
        var isPart = (after == '.' && _text.At(_at + content.Length + 3) == _text[_at]) || (Previous == '.' && _at >= 2 && _text[_at - 2] == _text[_at]);
        var between = _text[_before.End.._at];
        var isNamed = isPart || (between.Length <= 3 && between.Trim(" :=[(").IsEmpty && NameWords.IsThing(_text[_before]))
            || NameWords.EndsWithChineseThing(_text[Math.Max(0, _at - 8).._at].TrimEnd(" ："));
        return QuoteForms.IsName(content, isNamed);
    }

    /// <summary>Chinese texts put names, and what was entered, between brackets of their own.</summary>
    private bool PutBracketed(int length)
    {
        _output.Append(_text[_at]);
        _output.Append(Placeholders.Quoted);
        _output.Append(_text[_at + length - 1]);
        _at += length;
        return true;
    }

    /// <summary>PostgreSQL's <c>Key (email)=(value) already exists</c>, <c>Failing row contains (values)</c>: these are somebody's, whatever they look like.</summary>
    private bool TryKeyDetail()
    {
        var close = Within(0, LongestKey).IndexOf(')');
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

        close = Rest.IndexOf(')');
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
}
