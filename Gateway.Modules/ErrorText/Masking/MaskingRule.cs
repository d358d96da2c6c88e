namespace Gateway.Modules.ErrorText.Masking;

/// <summary>What a rule found at a position.</summary>
internal delegate Taken Recogniser(in MaskingView view);

/// <summary>One line of the table of <see cref="MaskingRules"/>.</summary>
/// <param name="Name">What it recognises, in a word or two.</param>
/// <param name="Placeholder">What is put in the value's place; empty where it is dropped, null where it is kept as it is.</param>
/// <param name="Starters">What a value may start with. At any other character the rule is not asked.</param>
/// <param name="Recogniser">How much of the text is kept and masked.</param>
/// <param name="Example">A text in which the rule, and none before it, takes what follows <see cref="Here"/>.</param>
internal sealed record MaskingRule(string Name, string? Placeholder, Starters Starters, Recogniser Recogniser, string Example)
{
    /// <summary>Marks in an example where the value starts.</summary>
    public const char Here = '▸';

    /// <summary>Whether it finds what nobody but its owner may see. Such a rule stays whatever else it changes.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether it is also asked at a word of letters only that stands alone, as most words do.</summary>
    public bool OnPlainWords { get; init; }

    /// <summary>The example without its mark, and where the mark was.</summary>
    public (string Text, int At) Place =>
        (Example.Replace($"{Here}", "", StringComparison.Ordinal), Example.IndexOf(Here, StringComparison.Ordinal));

    public override string ToString() => Name;
}
