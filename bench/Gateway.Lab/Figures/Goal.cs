using System.Globalization;

namespace Gateway.Lab.Figures;

/// <summary>What a figure is to be. A figure that should be there and is not misses its goal: a fault that was never mitigated.</summary>
/// <param name="Least">Null for no lower bound.</param>
/// <param name="Most">Null for no upper bound.</param>
internal sealed record Goal(string Name, double? Value, double? Least, double? Most)
{
    public bool Met => Value is { } value && !(value < Least) && !(value > Most);

    /// <summary>Such as <c>shedRate &gt;= 0.95</c>.</summary>
    public string Text => (Least, Most) switch
    {
        ({ } least, { } most) => Invariant($"{Name} {least} to {most}"),
        ({ } least, null) => Invariant($"{Name} >= {least}"),
        (_, { } most) => Invariant($"{Name} <= {most}"),
        _ => Name,
    };

    public string ValueText => Value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "never";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
