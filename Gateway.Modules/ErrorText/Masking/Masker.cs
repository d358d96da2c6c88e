namespace Gateway.Modules.ErrorText.Masking;

/// <summary>
/// Replaces the values in an error text by placeholders and keeps the words and codes that say what went wrong. Two things
/// hang on it: texts that differ in values only become equal, so they share a fingerprint; and no secret or personal datum
/// is left, so the result may be stored and shown. One pass from left to right; at the start of each word the forms are tried,
/// the most telling first. No form looks further than a bounded stretch ahead, so the time is linear in the text.
/// </summary>
internal static class Masker
{
    /// <param name="text">One line, whitespace collapsed.</param>
    public static string Mask(ReadOnlySpan<char> text) => Mask(text, out _);

    /// <param name="text">One line, whitespace collapsed.</param>
    /// <param name="offered">How many characters the forms were offered, over all words: the measure of the work.</param>
    public static string Mask(ReadOnlySpan<char> text, out long offered)
    {
        var scan = new MaskingScan(text, stackalloc char[1536], depth: 0);
        try
        {
            var masked = scan.Run();
            offered = scan.Offered;
            return masked;
        }
        finally
        {
            scan.Dispose();
        }
    }
}
