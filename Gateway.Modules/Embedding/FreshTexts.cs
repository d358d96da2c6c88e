namespace Gateway.Modules.Embedding;

/// <summary>
/// Samples that wait for the model, a lane for each voter, served in turn: whoever makes up texts waits behind its own. Bounded; where
/// all places are taken, the longest lane gives one up to a shorter one. One caller at a time.
/// </summary>
internal sealed class FreshTexts(int mostPerVoter, int mostInAll)
{
    private readonly Dictionary<string, Queue<WaitingText>> _lanes = new(StringComparer.Ordinal);
    private readonly Queue<string> _turns = new();

    public int Count { get; private set; }

    /// <summary>Lets a sample wait.</summary>
    /// <returns>The sample that finds no room: this one or another; null where there is room for all.</returns>
    public OutcomeSample? Add(OutcomeSample sample, long now)
    {
        var mine = _lanes.GetValueOrDefault(sample.Voter)?.Count ?? 0;
        if (mine >= mostPerVoter)
        {
            return sample;
        }

        OutcomeSample? displaced = null;
        if (Count >= mostInAll)
        {
            var longest = _lanes.Values.MaxBy(lane => lane.Count)!;
            if (longest.Count <= mine + 1)
            {
                return sample;
            }

            displaced = longest.Dequeue().Sample;
            Count--;
        }

        if (!_lanes.TryGetValue(sample.Voter, out var own))
        {
            own = new Queue<WaitingText>();
            _lanes.Add(sample.Voter, own);
            _turns.Enqueue(sample.Voter);
        }

        own.Enqueue(new WaitingText(sample, now));
        Count++;
        return displaced;
    }

    /// <summary>The sample whose turn it is.</summary>
    public bool TryTake(out WaitingText waiting)
    {
        waiting = default;
        if (!_turns.TryDequeue(out var voter))
        {
            return false;
        }

        waiting = TakeFirst(voter);
        return true;
    }

    /// <summary>A sample, whoever's turn it is, that came before a time.</summary>
    public bool TryTakeOlder(long than, out WaitingText waiting)
    {
        for (var turns = _turns.Count; turns > 0; turns--)
        {
            var voter = _turns.Dequeue();
            if (_lanes[voter].Peek().Since < than)
            {
                waiting = TakeFirst(voter);
                return true;
            }

            _turns.Enqueue(voter);
        }

        waiting = default;
        return false;
    }

    /// <summary>The voter's next turn comes after all others.</summary>
    private WaitingText TakeFirst(string voter)
    {
        var lane = _lanes[voter];
        var waiting = lane.Dequeue();
        Count--;
        if (lane.Count == 0)
        {
            _lanes.Remove(voter);
        }
        else
        {
            _turns.Enqueue(voter);
        }

        return waiting;
    }
}
