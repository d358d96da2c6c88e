namespace Gateway.Modules.Sampling.Dimensions;

/// <summary>Who brings a name or a value, and how the request ended.</summary>
/// <param name="Principal">Hash of the principal.</param>
/// <param name="Failed">Whether the request ended in an error that may lead to a policy.</param>
/// <param name="Second">When it ended, in seconds of any clock.</param>
internal readonly record struct Bringer(ulong Principal, bool Failed, long Second);
