using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>
/// Units of a number. Programs that print durations and sizes for people choose the unit by the value, so that one text has now
/// this unit and now that; such numbers have a fraction, or a unit that nobody sets a limit in, and get one unit for all.
/// </summary>
internal static class UnitForms
{
    /// <summary>Which money it was says nothing about the error.</summary>
    private static readonly WordList Currencies = WordList.Of("currencies");

    /// <summary>
    /// Whether the unit is one of Kubernetes' quantities, where <c>1500m</c>, <c>2</c> and <c>2048Mi</c>, <c>2Gi</c> are written as it comes: then it is left out.
    /// </summary>
    /// <param name="unit">What follows the number at once.</param>
    /// <param name="isAssigned">Whether the number is a field's value, since most of these units mean something else in prose.</param>
    public static bool IsQuantity(ReadOnlySpan<char> unit, bool isAssigned) =>
        unit is "Ki" or "Mi" or "Gi" or "Ti" or "Pi" or "Ei" || (isAssigned && unit is "m" or "k" or "M" or "G" or "T" or "P" or "E");

    /// <summary>Appends the unit and returns its length, with the space in front where it has one.</summary>
    /// <param name="number">The number.</param>
    /// <param name="text">What follows it.</param>
    /// <param name="letters">How many characters of unit follow at once.</param>
    public static int Append(ReadOnlySpan<char> number, ReadOnlySpan<char> text, int letters, ref CharBuffer output)
    {
        var space = letters == 0 && text.At(0) == ' ' ? 1 : 0;
        var length = space == 0 ? letters : text[1..].RunOfLetters();
        var unit = text.Slice(space, length);
        var isPrinted = number.Contains('.');
        var common = unit switch
        {
            "µs" or "μs" => "s",
            "ms" or "us" or "ns" when isPrinted && space == 0 => "s",
            "KiB" or "MiB" or "GiB" or "TiB" => "GiB",
            _ => "",
        };
        if (space == 1 && length == 3 && text.EndsWordAt(4) && Currencies.Contains(unit))
        {
            return 4;
        }

        if (common.Length == 0 || !text.EndsWordAt(space + length))
        {
            output.Append(text[..letters]);
            return letters;
        }

        output.Append(text[..space]);
        output.Append(common);
        return space + length;
    }
}
