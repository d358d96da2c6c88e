namespace Gateway.Modules.Clustering.Kinds;

internal sealed class KindsReadiness(KindClassifier kinds) : IReadinessPart
{
    public string Name => "kinds";

    public PartState GetState() =>
        new(kinds.Problem is null ? "loaded" : "unavailable", kinds.FileName, kinds.Problem is null, kinds.Problem);
}
