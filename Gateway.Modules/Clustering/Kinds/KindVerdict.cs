namespace Gateway.Modules.Clustering.Kinds;

/// <summary>The likeliest kind and how sure that is, 0 to 1.</summary>
internal readonly record struct KindVerdict(ErrorKind Kind, double Confidence);
