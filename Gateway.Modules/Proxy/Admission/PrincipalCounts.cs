namespace Gateway.Modules.Proxy.Admission;

/// <summary>
/// How many each principal holds of something, in fixed memory: every principal counts in two cells, and the lesser one is taken, since
/// a cell may be shared with others (count-min sketch, Cormode and Muthukrishnan 2005). Thread-safe; takes no lock.
/// </summary>
internal sealed class PrincipalCounts
{
    private const int Bits = 12;
    private const int Width = 1 << Bits;

    private readonly int[] _cells = new int[2 * Width];

    /// <summary>Returns how many the principal holds now, this one included.</summary>
    public int Increment(int principal) =>
        Math.Min(Interlocked.Increment(ref First(principal)), Interlocked.Increment(ref Second(principal)));

    public void Decrement(int principal)
    {
        Interlocked.Decrement(ref First(principal));
        Interlocked.Decrement(ref Second(principal));
    }

    private ref int First(int principal) => ref _cells[principal & (Width - 1)];

    private ref int Second(int principal) => ref _cells[Width + ((principal >>> Bits) & (Width - 1))];
}
