namespace Gateway.Tests.Doubles;

/// <summary>What code allocates once it is warm.</summary>
internal static class WarmAllocation
{
    private const int Calls = 10_000;
    private const int Rounds = 5;

    /// <summary>
    /// Bytes that so many calls allocate on this thread, the least of a few rounds: on a busy machine the runtime may still be replacing a
    /// method's first code in one of them, and what that costs is not the code's. What the code itself allocates is in every round.
    /// </summary>
    public static long Of(Action call)
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Calls; i++)
            {
                call();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
