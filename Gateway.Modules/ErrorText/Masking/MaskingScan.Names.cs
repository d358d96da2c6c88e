using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking;

/// <content>Names that applications and libraries made up, and statements full of them.</content>
internal ref partial struct MaskingScan
{
    private const int LongestTypeName = 256;

    private bool TryModel(ReadOnlySpan<char> rest) => Put(Placeholders.Model, ModelForms.LengthOf(rest));

    private bool TryStatement(ReadOnlySpan<char> rest)
    {
        if (rest[0] is not ('s' or 'i' or 'u' or 'd' or 'S' or 'I' or 'U' or 'D'))
        {
            return false;
        }

        if (_nextFrom < _at)
        {
            var next = SqlForms.FromIn(rest);
            _nextFrom = next < 0 ? _text.Length : _at + next;
        }

        var length = SqlForms.StatementLength(rest, Previous, _text[.._at].TrimEnd(' ') is [.., ':'], _nextFrom - _at);
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

        if (PersonForms.LengthAfter(rest, _text[_before], _text[_before.End.._at]) is > 0 and var person)
        {
            return Put(Placeholders.Name, person);
        }

        if (ProseForms.PersonLength(rest, _text[_before], _text[_before.End.._at]) is > 0 and var named)
        {
            return Put(Placeholders.Name, named);
        }

        var length = NameForms.LengthByThing(rest, _text[.._before.Start], _text[_before], _text[_before.End.._at]);
        if (length == 0 && Previous is ' ' or '[' or '(' or '（' or ':' or '：' or '=' or >= '\u4e00')
        {
            length = NameForms.LengthByChineseThing(rest, _text[.._at]);
        }

        if (length == 0)
        {
            var startsClause = _at == 0 || (Previous != '.' && _text[.._at].TrimEnd(' ') is [.., ':' or '：' or ',' or '"' or '\'' or '.' or '[' or '(']) || _text[_before] is "The" or "the" or "Field";
            length = NameForms.LengthByPredicate(rest, _text[.._at], startsClause);
        }

        if (length == 0)
        {
            length = NameForms.LengthByForm(rest);
        }

        if (length > 0 && _text[_before] is "model" or "Model" && rest[..length].HasDigit() && rest[..length].Contains('-') && ModelForms.LengthOf(rest) == 0 && AddressForms.UuidLength(rest) == 0)
        {
            return Put(Placeholders.Model, length);
        }

        if (length > 0 && rest.At(length) == '#' && char.IsAsciiLetter(rest.At(length + 1)) && AddressForms.UuidLength(rest[(length + 1)..]) == 0)
        {
            length += 1 + rest[(length + 1)..].RunOf(Characters.Word);
        }

        return Put(Placeholders.Name, length);
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
        // PHP's types have backslashes; where a message follows, it is an error's whatever its name.
        var isThrown = rest[..at].Contains('\\') && rest.At(at) == ':' && rest.At(at + 1) == ' ';
        if (last == 0 || !char.IsAsciiLetterUpper(name.At(0)) || !(isThrown || name.EndsWith("Exception", StringComparison.Ordinal) || name.EndsWith("Error", StringComparison.Ordinal) || name is "DoesNotExist" or "MultipleObjectsReturned"))
        {
            return false;
        }

        _at += last;
        var start = _at;
        _at += WordForms.Append(name, ref _output);
        _before = start.._at;
        return true;
    }
}
