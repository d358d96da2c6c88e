using System.ComponentModel.DataAnnotations;

namespace Gateway.Modules.Contracts.Options;

/// <summary>A cause of your own, taught by examples. Read at start.</summary>
[ReadAtStart]
public sealed record UserCauseOptions
{
    /// <summary>Letters, digits, <c>-</c> and <c>_</c>; not that of a shipped cause.</summary>
    [Required]
    public string Id { get; init; } = "";

    /// <summary>What people call it.</summary>
    [Required]
    public string Title { get; init; } = "";

    /// <summary>What it means. Default Unknown.</summary>
    public ErrorKind Kind { get; init; }

    /// <summary>Error texts or bodies as they arrive, 1 to 100.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];
}
