using Gateway.Modules.Clustering.Causes;


namespace Gateway.Tests.Clustering;

/// <summary>Names what a test says, by the whole text.</summary>
internal sealed class ListedCauses(params (string Text, CauseVerdict Verdict)[] verdicts) : ICauseClassifier
{
    public IReadOnlyList<KnownCause> Catalogue { get; } =
    [
        new("deadlock", "database deadlock", "数据库死锁", ErrorKind.DataConflict, "retry"),
        new("overload", "overloaded", "过载", ErrorKind.Overload, "wait"),
        new("opaque", "nothing said", "未说明", ErrorKind.Unknown, "look into the log"),
    ];

    public CauseVerdict? Classify(MaskedError error, ErrorWordingText? wording, AdaptedEmbedding embedding, int status) =>
        verdicts.FirstOrDefault(item => item.Text == error.Masked).Verdict;

    public static CauseVerdict Named(string cause, double confidence = 0.9, ErrorKind kind = ErrorKind.DataConflict) =>
        new(cause, confidence, Named: true, kind, confidence);
}

internal sealed class ListedUserCauses : IUserCauses
{
    public List<string> Added { get; } = [];

    public string? Problem { get; set; }

    public string? Add(string id, string title, ErrorKind kind, IReadOnlyList<string> examples)
    {
        Added.Add($"{id} {title} {kind} {string.Join('|', examples)}");
        return Problem;
    }
}

/// <summary>An adapter that only renames the space.</summary>
internal sealed class RenamingAdapter(string suffix = "+a") : IEmbeddingAdapter
{
    public AdaptedEmbedding Adapt(EmbeddingVector raw) => new(raw, Learned: null, raw with { Space = raw.Space + suffix });
}
