using System.ComponentModel.DataAnnotations;

namespace Gateway.Modules.Contracts.Options;

/// <summary>What is known of a request when the cause of an error is looked for.</summary>
public sealed record DimensionsOptions
{
    /// <summary>
    /// Dimensions beside the built-in ones: <c>header:NAME</c>, at most 8, and <c>body:FIELD</c> for a top-level field of JSON bodies, at
    /// most 4 with <c>body:model</c>, which is always there. Default none.
    /// </summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>
    /// Bytes of a JSON request body that are looked at for fields; a field further on is absent. Clients may wait half a second with them
    /// before the request goes on without. 0 looks at none. Default 65536. Range 0 to 524288.
    /// </summary>
    [Range(0, 524_288)]
    public int PeekBytes { get; init; } = 65_536;

    /// <summary>
    /// Query parameters known per route. When so many are, a new one gets the place of one that matters less, or is left out. Default 32.
    /// Range 0 to 1024.
    /// </summary>
    [Range(0, 1024)]
    public int MaxNamesPerRoute { get; init; } = 32;

    /// <summary>
    /// Values kept per dimension and route. When so many are, a new one gets the place of one that matters less, or is folded into
    /// <c>{*}</c>. Default 200. Range 1 to 100000.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxValuesPerName { get; init; } = 200;

    /// <summary>
    /// Words that mark a name as secret or personal, beside the built-in ones: a parameter whose name has one among its words (<c>card</c>
    /// in <c>cardNumber</c>, not in <c>discard</c>) is never discovered. Default none.
    /// </summary>
    public IReadOnlyList<string> SecretNames { get; init; } = [];

    /// <summary>
    /// Names that are dimensions although their words say that they are secret. Their values are shown by the same rules as others': short
    /// words, or what several principals sent. Default none.
    /// </summary>
    public IReadOnlyList<string> AllowedNames { get; init; } = [];
}
