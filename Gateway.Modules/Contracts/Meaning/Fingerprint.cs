using System.Globalization;

namespace Gateway.Modules.Contracts.Meaning;

/// <summary>Hash of a masked error text and its guard key. Same fingerprint, same cluster, without embedding anything.</summary>
public readonly record struct Fingerprint(ulong Value)
{
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
