namespace Gateway.Modules.Policies.Wordings;

/// <summary>When a wording's failures came, from whom, and when they were last looked at.</summary>
internal sealed class WordingActivity
{
    /// <summary>A silence this long ends an episode; the next failure is a new onset.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private ulong _second;
    private ulong _third;

    public DateTimeOffset Onset { get; private set; }

    public DateTimeOffset LastFailure { get; private set; }

    public DateTimeOffset LastSearch { get; private set; }

    /// <summary>Whether there were failures since the last search.</summary>
    public bool Changed { get; private set; }

    /// <summary>The first principal that failed so; 0 while only such without a name did.</summary>
    public ulong FirstVoter { get; private set; }

    /// <summary>Distinct principals that failed so: 0 to 3, where 3 stands for more too.</summary>
    public int Voters => _third != 0 ? 3 : _second != 0 ? 2 : FirstVoter != 0 ? 1 : 0;

    public void Failed(DateTimeOffset at, ulong voter)
    {
        if (at - LastFailure > Silence)
        {
            Onset = at;
        }

        LastFailure = at > LastFailure ? at : LastFailure;
        Changed = true;
        Note(voter);
    }

    public void Searched(DateTimeOffset at)
    {
        LastSearch = at;
        Changed = false;
    }

    private void Note(ulong voter)
    {
        if (voter == 0 || voter == FirstVoter || voter == _second || _third != 0)
        {
            return;
        }

        if (FirstVoter == 0)
        {
            FirstVoter = voter;
        }
        else if (_second == 0)
        {
            _second = voter;
        }
        else
        {
            _third = voter;
        }
    }
}
