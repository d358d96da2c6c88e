namespace Gateway.Modules.Policies;

/// <summary>
/// What one evaluation may cost, in steps of about a nanosecond: a word of a row set, a value of a row. Whoever sends requests decides how
/// many rows, values and wordings there are to look at; a budget keeps that from deciding over the processor too.
/// </summary>
internal sealed class WorkBudget(long steps)
{
    private long _left = steps;

    public bool IsSpent => _left <= 0;

    public void Spend(long amount) => _left -= amount;
}
