using System.Globalization;
using System.Text;

namespace Gateway.Modules.Embedding;

/// <summary>
/// BERT's basic tokenisation (Devlin et al. 2018): drops control characters, sets CJK ideographs and punctuation apart, and,
/// where the model asks for it, lower-cases and strips accents. The result is words with one space between them.
/// </summary>
/// <remarks>
/// The library's own version joins words around line breaks and drops some symbols, so it is switched off.
/// One pass over the input; stops once enough words for the model's limit are out.
/// </remarks>
internal sealed class BasicTokenizer(bool lowercase, bool stripAccents, bool splitCjk, int maxCharsPerWord, string unknown)
{
    private const int HangulFirst = 0xAC00;
    private const int HangulLast = 0xD7A3;
    private const int VowelsTimesTails = 588;
    private const int Tails = 28;

    /// <summary>Words of <paramref name="text"/>, at most <paramref name="maxWords"/>, with one space between them.</summary>
    public string Split(string text, int maxWords)
    {
        var words = new WordWriter(Math.Min(text.Length * 2, 4096), maxWords, maxCharsPerWord, unknown);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!words.HasRoom)
            {
                break;
            }

            if (Rune.IsWhiteSpace(rune))
            {
                words.EndWord();
            }
            else if (!IsDropped(rune))
            {
                Append(ref words, rune);
            }
        }

        return words.Finish();
    }

    private void Append(ref WordWriter words, Rune rune)
    {
        if ((splitCjk && IsIdeograph(rune.Value)) || IsPunctuation(rune))
        {
            words.AppendAlone(rune);
            return;
        }

        if (stripAccents)
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark)
            {
                return;
            }

            if (rune.Value is >= HangulFirst and <= HangulLast)
            {
                AppendHangul(ref words, rune.Value - HangulFirst);
                return;
            }

            rune = rune.IsBmp ? new Rune(BaseLetters.Of((char)rune.Value)) : rune;
        }

        words.Append(lowercase ? Rune.ToLowerInvariant(rune) : rune);
    }

    /// <summary>A syllable as lead, vowel and tail (Unicode Standard, 3.12).</summary>
    private static void AppendHangul(ref WordWriter words, int syllable)
    {
        words.Append(new Rune(0x1100 + (syllable / VowelsTimesTails)));
        words.Append(new Rune(0x1161 + (syllable % VowelsTimesTails / Tails)));
        if (syllable % Tails is var tail and > 0)
        {
            words.Append(new Rune(0x11A7 + tail));
        }
    }

    private static bool IsDropped(Rune rune) =>
        rune.Value == 0xFFFD
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned;

    private static bool IsPunctuation(Rune rune) =>
        (rune.IsAscii && rune.Value > ' ' && !Rune.IsLetterOrDigit(rune)) || Rune.IsPunctuation(rune);

    private static bool IsIdeograph(int value) => value
        is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF)
        or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B820 and <= 0x2CEAF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);

    /// <summary>Collects words; one that is too long becomes the unknown token.</summary>
    private ref struct WordWriter(int capacity, int maxWords, int maxCharsPerWord, string unknown)
    {
        private readonly StringBuilder _text = new(capacity);
        private int _start;
        private int _runes;
        private int _words;

        public readonly bool HasRoom => _words < maxWords;

        public void Append(Rune rune)
        {
            if (_runes++ < maxCharsPerWord)
            {
                _text.Append(rune);
            }
        }

        public void AppendAlone(Rune rune)
        {
            EndWord();
            if (HasRoom)
            {
                Append(rune);
                EndWord();
            }
        }

        public void EndWord()
        {
            if (_runes == 0)
            {
                return;
            }

            if (_runes > maxCharsPerWord)
            {
                _text.Length = _start;
                _text.Append(unknown);
            }

            _text.Append(' ');
            _start = _text.Length;
            _runes = 0;
            _words++;
        }

        public string Finish()
        {
            EndWord();
            return _text.ToString().TrimEnd(' ');
        }
    }
}
