using System.Buffers;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking;

/// <summary>
/// Runs of characters without a space or a quote, of which the forms look at the rest again from each word in them. A run that is longer
/// than
/// any name and that no form takes whole is taken for a value: so each word's cost is bounded, whatever somebody writes.
/// </summary>
internal static class LongRuns
{
    /// <summary>Longest run that is read word by word.</summary>
    public const int Longest = 160;

    /// <summary>Forms that may take a part of a longer run each, before the rest is taken for one value.</summary>
    public const int MostReads = 8;

    /// <summary>Words that are read of any run; names have fewer.</summary>
    public const int MostWords = 16;

    /// <summary>
    /// Words that are read of a text. No line of the length that is masked has so many, unless it was written to have them.
    /// </summary>
    public const int MostWordsOfText = 1000;

    /// <summary>All that a form may cross on its way to deciding that a text is none of its kind.</summary>
    private static readonly SearchValues<char> Dense =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+/=.~*%@$\\");

    /// <summary>How long the run at the start of the text is.</summary>
    public static int LengthOf(ReadOnlySpan<char> text) => text.RunOf(Dense);
}
