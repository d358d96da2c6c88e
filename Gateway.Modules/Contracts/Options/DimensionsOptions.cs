using System.ComponentModel.DataAnnotations;

namespace Gateway.Modules.Contracts;

/// <summary>What is known of a request when the cause of an error is looked for.</summary>
public sealed record DimensionsOptions
{
    /// <summary>Dimensions beside the built-in ones: <c>header:NAME</c>, at most 8. Default none.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Query parameters known per route. When so many are, a new one gets the place of one that matters less, or is left out. Default 32. Range 0 to 1024.</summary>
    [Range(0, 1024)]
    public int MaxNamesPerRoute { get; init; } = 32;

    /// <summary>
    /// Values kept per dimension and route. When so many are, a new one gets the place of one that matters less, or is folded into
    /// <c>{*}</c>. Default 200. Range 1 to 100000.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxValuesPerName { get; init; } = 200;

    /// <summary>Words that mark a name as secret or personal, beside the built-in ones: a parameter whose name contains one is never discovered. Default none.</summary>
    public IReadOnlyList<string> SecretNames { get; init; } = [];
}
