using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>Recognises the regions and zones of clouds: where something ran is a value, and half of it is letters.</summary>
internal static class RegionForms
{
    private static readonly WordList Areas = WordList.Of("cloud-areas");

    private static readonly WordList Places = WordList.Of("cloud-places");

    /// <summary><c>us-east-1</c>, <c>eu-west-2a</c>, <c>us-central1-a</c>, <c>us-gov-west-1</c>, <c>cn-hangzhou</c></summary>
    public static int LengthOf(ReadOnlySpan<char> text)
    {
        var area = text.RunOfLetters();
        if (text.At(area) != '-' || !Areas.Contains(text[..area]))
        {
            return 0;
        }

        var at = area + 1;
        at += text[at..].StartsWith("gov-", StringComparison.Ordinal) || text[at..].StartsWith("iso-", StringComparison.Ordinal) ? 4 : 0;
        var place = text[at..].RunOfLetters();
        if (!Places.Contains(text.Slice(at, place)))
        {
            return 0;
        }

        at += place;
        at += text.At(at) == '-' && char.IsAsciiDigit(text.At(at + 1)) ? 1 : 0;
        at += text[at..].RunOfDigits();
        at += text.At(at) == '-' && char.IsAsciiLetterLower(text.At(at + 1)) && text.EndsWordAt(at + 2) ? 2 : 0;
        at += char.IsAsciiLetterLower(text.At(at)) ? 1 : 0;
        return text.EndsWordAt(at) && text.At(at) != '-' ? at : 0;
    }
}
