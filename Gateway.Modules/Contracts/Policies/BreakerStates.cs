namespace Gateway.Modules.Contracts.Policies;

public static class BreakerStates
{
    /// <summary>The state that refuses the most, which the numbers of the states do not say; closed where there is none.</summary>
    public static BreakerState Worst(this IEnumerable<BreakerState> states)
    {
        var worst = BreakerState.Closed;
        foreach (var state in states)
        {
            worst = Badness(state) > Badness(worst) ? state : worst;
        }

        return worst;
    }

    private static int Badness(BreakerState state) => state switch
    {
        BreakerState.Isolated => 3,
        BreakerState.Open => 2,
        BreakerState.HalfOpen => 1,
        _ => 0,
    };
}
