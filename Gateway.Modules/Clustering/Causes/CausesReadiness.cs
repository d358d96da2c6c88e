using Gateway.Modules.Clustering.Files;


namespace Gateway.Modules.Clustering.Causes;

internal sealed class CausesReadiness(LearnedMeaning learned) : IReadinessPart
{
    public string Name => "causes";

    public PartState GetState()
    {
        if (!learned.IsWanted)
        {
            return new("off", learned.Id, Well: true, Problem: null);
        }

        var problem = learned.FindProblem();
        return new(problem is null ? "loaded" : "unavailable", learned.Id, problem is null, problem);
    }
}
