using Gateway.Modules.ErrorText.Masking.Forms;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking;

/// <summary>One pass of the <see cref="Masker"/> over one text.</summary>
/// <param name="own">What the user's rules found in it, in order and without overlaps.</param>
internal ref struct MaskingScan(MaskingRuleSet rules, ReadOnlySpan<char> text, ReadOnlySpan<OwnStretch> own, Span<char> buffer)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly bool _announcesPassword = ProseForms.AnnouncesPassword(text);
    private ReadOnlySpan<OwnStretch> _own = own;
    private CharBuffer _output = new(buffer);
    private int _at;

    /// <summary>The last word that was kept; what follows may be its value.</summary>
    private Range _keptWord;

    /// <summary>Where the quote that is now open closes.</summary>
    private int _quoteEnd = -1;

    /// <summary>Where a code ended that was kept last.</summary>
    private int _codeEnd = -1;

    /// <summary>Where a host ended that was masked last.</summary>
    private int _hostEnd = -1;

    /// <summary>Where the run of characters without a space ends that is being read.</summary>
    private int _runEnd;

    /// <summary>How many words of it were read.</summary>
    private int _readsOfRun;

    /// <summary>How many words were read.</summary>
    private int _reads;

    /// <summary>Characters that the rules were offered, which bounds the work.</summary>
    public long Offered { get; private set; }

    /// <summary>What each rule took, where somebody asks.</summary>
    public List<MaskingHit>? Hits { get; init; }

    public string Run()
    {
        while (_at < _text.Length)
        {
            if (_at >= NextOwn)
            {
                Mask(_at + 1, "");
            }
            else if (Characters.IsWord(_text[_at]))
            {
                ReadWord();
            }
            else if (!TryRules(isPlainWord: false))
            {
                _output.Append(_text[_at++]);
            }
        }

        return _output.ToString();
    }

    public void Dispose() => _output.Dispose();

    /// <summary>Where the user's next stretch starts, or beyond the text's end.</summary>
    private readonly int NextOwn => _own.IsEmpty ? int.MaxValue : _own[0].Start;

    private void ReadWord()
    {
        if (TryTooMuch())
        {
            return;
        }

        Offered += _runEnd - _at;
        var rest = _text[_at..];
        var letters = rest.RunOfLetters();
        if (TryRules(isPlainWord: letters > 0 && rest.At(letters) is '\0' or ' ' or ',' or ')'))
        {
            return;
        }

        if (_runEnd - _at > LongRuns.Longest)
        {
            Mask(_runEnd, Placeholders.Token);
            return;
        }

        // What is left is kept but for the digits in it.
        var start = _at;
        _at += NumberForms.AppendWord(_text[start..Math.Min(_text.Length, NextOwn)], ref _output);
        _keptWord = char.IsAsciiDigit(_text[start]) ? _keptWord : start.._at;
        CollapseList();
    }

    /// <summary>Takes the rest of the run, or of the text, where more words of it were read than names, or lines, have.</summary>
    private bool TryTooMuch()
    {
        if (_at >= _runEnd)
        {
            _runEnd = _at + LongRuns.LengthOf(_text[_at..]);
            _readsOfRun = 0;
        }

        if (++_reads > LongRuns.MostWordsOfText)
        {
            Mask(_text.Length, Placeholders.Token);
            return true;
        }

        if (++_readsOfRun > LongRuns.MostWords || (_readsOfRun > LongRuns.MostReads && _runEnd - _at > LongRuns.Longest))
        {
            Mask(_runEnd, Placeholders.Token);
            return true;
        }

        return false;
    }

    private bool TryRules(bool isPlainWord)
    {
        var first = _text[_at];
        var asked = rules.For(first, isPlainWord);
        if (asked.IsEmpty)
        {
            return false;
        }

        var view = new MaskingView(_text, _at, _keptWord, _quoteEnd, _codeEnd, _at == _hostEnd, _announcesPassword);
        foreach (var rule in asked)
        {
            if (!char.IsAscii(first) && !rule.Starters.Contains(first))
            {
                continue;
            }

            var taken = rule.Recogniser(in view);
            if (!taken.IsNothing)
            {
                Take(rule, taken);
                return true;
            }
        }

        return false;
    }

    private void Take(MaskingRule rule, Taken taken)
    {
        Hits?.Add(new MaskingHit(_at, rule));
        _quoteEnd = taken.QuoteLength > 0 ? _at + taken.QuoteLength : _quoteEnd;
        var masked = _at + taken.Kept;
        Emit(masked, null);
        _codeEnd = rule.Placeholder is null ? _at : _codeEnd;
        if (taken.Masked > 0)
        {
            Mask(masked + taken.Masked, rule.Placeholder);
            _hostEnd = rule.Placeholder is Placeholders.Host ? _at : _hostEnd;
        }

        Emit(masked + taken.Masked + taken.KeptAfter, null);
    }

    private void Mask(int end, string? placeholder)
    {
        Emit(end, placeholder);
        CollapseList();
    }

    /// <summary>
    /// Goes on to <paramref name="end"/>, keeping the text or putting the placeholder for it. Stretches in it that a user's rule found
    /// are that
    /// rule's; what is around them remains masked, so that no rule of a user's uncovers a part of a secret.
    /// </summary>
    private void Emit(int end, string? placeholder)
    {
        while (_at < end)
        {
            if (_at >= NextOwn)
            {
                _output.Append(_own[0].Placeholder);
                _at = _own[0].End;
                _own = _own[1..];
                continue;
            }

            var stop = Math.Min(end, NextOwn);
            _output.Append(placeholder is null ? _text[_at..stop] : placeholder);
            _at = stop;
        }
    }

    /// <summary>A list of values has as many places as it has values: <c>{n}, {n}, {n}</c> becomes one.</summary>
    private void CollapseList()
    {
        var written = _output.Written;
        var start = written is [.., '}'] ? written.LastIndexOf('{') : -1;
        if (start < 0)
        {
            return;
        }

        var placeholder = written[start..];
        var before = written[..start].TrimEnd(' ');
        if (before.EndsWith(",", StringComparison.Ordinal) && before[..^1].EndsWith(placeholder, StringComparison.Ordinal))
        {
            _output.Truncate(before.Length - 1);
        }
    }
}
