namespace Gateway.Modules.Policies;

/// <summary>When a wording's failures came, and when they were last looked at.</summary>
internal sealed class WordingActivity
{
    /// <summary>A silence this long ends an episode; the next failure is a new onset.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    public DateTimeOffset Onset { get; private set; }

    public DateTimeOffset LastFailure { get; private set; }

    public DateTimeOffset LastSearch { get; private set; }

    /// <summary>Whether there were failures since the last search.</summary>
    public bool Changed { get; private set; }

    public void Failed(DateTimeOffset at)
    {
        if (at - LastFailure > Silence)
        {
            Onset = at;
        }

        LastFailure = at > LastFailure ? at : LastFailure;
        Changed = true;
    }

    public void Searched(DateTimeOffset at)
    {
        LastSearch = at;
        Changed = false;
    }
}
