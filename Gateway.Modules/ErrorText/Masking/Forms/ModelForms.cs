using System.Buffers;
using Gateway.Modules.ErrorText.Text;
using Gateway.Modules.Shared.Words;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>Recognises the names of language models by their families: which of them was asked for is a value, not a cause.</summary>
internal static class ModelForms
{
    private const int Longest = 256;

    private static readonly SearchValues<char> ModelCharacters = SearchValues.Create(Characters.WordCharacters + "-.:/");

    private static readonly WordList Families = WordList.Read("model-families", ignoreCase: true);

    public static readonly Starters Starts = Starters.OfEach(Families.Words, ignoreCase: true);

    /// <summary>Length of the model's name at the start of the text, or 0.</summary>
    public static int LengthOf(ReadOnlySpan<char> text)
    {
        if (Families.StartOf(text) is not { } family)
        {
            return 0;
        }

        var name = text[..text[..Math.Min(text.Length, Longest)].RunOf(ModelCharacters)].TrimEnd(".:/-");
        return name.Length > family.Length && (name.HasDigit() || name.ContainsAny('-', '/')) ? name.Length : 0;
    }
}
