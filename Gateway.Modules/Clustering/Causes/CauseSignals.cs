namespace Gateway.Modules.Clustering.Causes;

/// <summary>A value for each <see cref="CauseSignal"/>.</summary>
internal sealed class CauseSignals
{
    public static readonly int Count = Enum.GetValues<CauseSignal>().Length;

    /// <summary>In the order of the enumeration.</summary>
    public float[] Values { get; } = new float[Count];

    public float this[CauseSignal signal]
    {
        get => Values[(int)signal];
        init => Values[(int)signal] = value;
    }
}
