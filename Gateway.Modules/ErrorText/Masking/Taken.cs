namespace Gateway.Modules.ErrorText.Masking;

/// <summary>
/// What a rule takes at a position: some characters that stay, those that are masked, and some more that stay. All zero where it takes
/// nothing.
/// </summary>
internal readonly record struct Taken(int Kept, int Masked, int KeptAfter = 0)
{
    /// <summary>How far a quote reaches that stays and whose words are read like any others.</summary>
    public int QuoteLength { get; init; }

    public bool IsNothing => Kept + Masked == 0;

    public static Taken Keep(int length) => new(length, 0);

    public static implicit operator Taken(int masked) => new(0, masked);
}
