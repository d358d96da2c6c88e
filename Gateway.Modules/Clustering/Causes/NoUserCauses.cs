namespace Gateway.Modules.Clustering.Causes;

/// <summary>Stands in where no classifier is there to learn from examples.</summary>
internal sealed class NoUserCauses : IUserCauses
{
    public string? Add(string id, string title, ErrorKind kind, IReadOnlyList<string> examples) =>
        "known causes are off, so nothing can be learned from examples";
}
