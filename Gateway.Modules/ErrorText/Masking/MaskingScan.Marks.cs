using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking;

/// <content>What starts with a mark.</content>
internal ref partial struct MaskingScan
{
    /// <summary>What starts with a mark rather than a word.</summary>
    private bool TryMark() => Rest[0] switch
    {
        '“' when PersonForms.BracketLength(Rest, _text[.._at]) is > 0 and var bracket => PutBracketed(bracket),
        '\'' or '"' or '`' or '“' or '‘' or '「' or '『' => TryQuoted(),
        '$' when Rest.At(1) == '{' && Within(2, LongestBraces).IndexOf('}') is > 0 and var length => Put(Placeholders.Name, 3 + length),
        '$' when Previous == '(' && char.IsAsciiLetterLower(Rest.At(1)) && Rest.At(1 + Rest[1..].RunOf(Characters.Word)) == ')' => Put(Placeholders.Name, 1 + Rest[1..].RunOf(Characters.Word)),
        '$' when Rest.At(1) == 'P' && GeneratedForms.ClassLength(Rest) is > 0 and var proxy => Put(Placeholders.Name, proxy),
        '$' when Rest.At(1) == '.' && char.IsAsciiLetter(Rest.At(2)) => Put(Placeholders.Name, 2 + Rest[2..].RunOf(Characters.Word)),
        '/' when AddressForms.Ipv4Length(Rest[1..]) > 0 => false,
        '/' when _output.Written.EndsWith(Placeholders.Host, StringComparison.Ordinal) && Characters.IsWord(Previous) => Put(Placeholders.Path, PathForms.AbsoluteLength(Rest)),
        '/' => !Characters.IsWord(Previous) && Previous is not ('<' or ')' or '}' or ']' or '/') && Put(Placeholders.Path, PathForms.AbsoluteLength(Rest)),
        '\\' => !Characters.IsWord(Previous) && Put(Placeholders.Path, PathForms.WindowsLength(Rest)),
        ':' or '[' => !Characters.IsWord(Previous) && Put(Placeholders.Address, AddressForms.Ipv6Length(Rest)),
        '(' => TryKeyDetail(),
        '{' => TryDuplicateKey(),
        '@' => TryIdentity(),
        '-' => TryDash(),
        '+' => TryPlus(),
        '【' when PersonForms.BracketLength(Rest, _text[.._at]) is > 0 and var bracket => PutBracketed(bracket),
        '#' or '<' when IdentifierForms.InstanceLength(Rest) is > 0 and var instance => Put(Placeholders.Name, instance),
        >= '\u4e00' and <= '\u9fff' => Put(Placeholders.Name, PersonForms.ChineseLength(Rest, _text[.._at])) || Put(Placeholders.Token, PersonForms.PlateLength(Rest)),
        _ => false,
    };

    private bool TryDash()
    {
        if (SecretForms.PemLength(Rest) is > 0 and var pem)
        {
            return Put(Placeholders.Token, pem);
        }

        // curl -u name:password
        if (Rest.StartsWith("-u ", StringComparison.Ordinal) && LoginForms.CredentialsLength(Rest[3..]) is > 0 and var credentials)
        {
            _output.Append("-u ");
            _at += 3;
            return Put(Placeholders.Token, credentials);
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
}
