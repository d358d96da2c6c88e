using Gateway.Lab.GroundTruth;
using Gateway.Lab.Scenarios;

namespace Gateway.Lab.Load;

/// <summary>
/// Clients that send the same again after a failure or a refusal, a little later, until they tire of it or the run is over. They heed no
/// Retry-After: those that do make no storm.
/// </summary>
internal sealed class RetryingClients(Scenario scenario, int seed)
{
    /// <summary>Tells the draw of the pause from all else that is drawn for a request.</summary>
    private const int PauseSubject = -4;

    private readonly Truth _truth = new(scenario, seed);

    /// <summary>What is sent after this came of a request; null for nothing.</summary>
    public PlannedRequest? After(PlannedRequest sent, RequestRecord record)
    {
        if (record.Fate == Fate.Succeeded || sent.Retries is not { } habit || sent.Attempt >= habit.Most)
        {
            return null;
        }

        // Rounded to what the header carries, so that both sides judge by the same number.
        var at = Math.Round(record.DoneMs + habit.AfterMs.Draw(Coin.SourceFor(seed, PauseSubject, sent.Id)), 3);
        return at < scenario.EndMs ? sent.Again(at, _truth, scenario.Traffic[sent.Item]) : null;
    }
}
