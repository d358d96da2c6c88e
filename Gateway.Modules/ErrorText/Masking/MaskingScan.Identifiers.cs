using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking;

/// <content>Values of several parts.</content>
internal ref partial struct MaskingScan
{
    private bool TryIdentifier(ReadOnlySpan<char> rest) =>
        Put(Placeholders.Name, IdentifierForms.ResourceNameLength(rest))
        || Put(Placeholders.Name, IdentifierForms.DirectoryLength(rest))
        || Put(Placeholders.Name, RegionForms.LengthOf(rest))
        || Put(Placeholders.Number, NumberForms.VersionLength(rest, _text[_before]))
        || (AddressForms.UuidLength(rest) == 0 && AddressForms.Ipv6Length(rest) == 0 && Put(Placeholders.Hex, IdentifierForms.HexGroupsLength(rest)));

    /// <summary>A telephone number, or a key whose first character is a plus sign.</summary>
    private bool TryPlus() =>
        !Characters.IsWord(Previous)
        && (Put(Placeholders.Number, NumberForms.PhoneLength(Rest))
            || (Characters.IsWord(Rest.At(1)) && SecretForms.TokenLength(Rest[1..]) is > 0 and var token && Put(Placeholders.Token, 1 + token)));
}
