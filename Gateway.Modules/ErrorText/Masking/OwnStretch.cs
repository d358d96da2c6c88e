namespace Gateway.Modules.ErrorText.Masking;

/// <summary>A stretch of a text that a user's rule found.</summary>
internal readonly record struct OwnStretch(int Start, int End, string Placeholder);
