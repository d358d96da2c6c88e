namespace Gateway.Lab.Scoring;

/// <summary>What is known to be true about one error.</summary>
/// <param name="Class">Its root cause; one that begins with <c>~</c> is in no catalogue.</param>
/// <param name="Language">ISO 639-1; null where the file does not say.</param>
/// <param name="Confusable">Whether another class has nearly the same text.</param>
/// <param name="TemplateId">What it was made from; null where the file does not say.</param>
internal sealed record ErrorLabel(string Id, string Class, string? Language = null, bool Confusable = false, string? TemplateId = null)
{
    public bool InCatalogue => !Class.StartsWith('~');

    public bool IsCjk => Language is "zh" or "ja" or "ko";
}

/// <summary>The truth about an error beside what was made of it.</summary>
internal sealed record ScoredItem(ErrorLabel Label, Assignment Assignment)
{
    public bool TopCauseIsRight => Assignment.TopCause == Label.Class;

    /// <summary>Whether it was given a name at all.</summary>
    public bool Named => Assignment.Cause is not null;

    public bool NamedRightly => Assignment.Cause == Label.Class;
}
