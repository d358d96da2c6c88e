using Microsoft.Extensions.Options;

namespace Gateway.Modules.Contracts.Options;

/// <summary>How the text of an error is read.</summary>
public sealed record ErrorTextOptions
{
    [ValidateObjectMembers]
    public MaskingOptions Masking { get; init; } = new();
}

/// <summary>What is masked in the text of an error, beside what the gateway masks by itself.</summary>
public sealed record MaskingOptions
{
    public const int MostRules = 32;

    /// <summary>Your own rules, which come before the gateway's, the first one first. Default none. At most 32. Read at start.</summary>
    [ValidateEnumeratedItems]
    public IReadOnlyList<MaskingRuleOptions> Rules { get; init; } = [];
}
