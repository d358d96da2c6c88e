namespace Gateway.Modules.Proxy.Admission;

/// <summary>One request that waits for a place. Its waiting ends once.</summary>
internal sealed class Waiter(int principal)
{
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Principal => principal;

    /// <summary>True with a place, false without.</summary>
    public Task<bool> Ended => _ended.Task;

    /// <summary>False when it had ended before.</summary>
    public bool End(bool entered) => _ended.TrySetResult(entered);
}
