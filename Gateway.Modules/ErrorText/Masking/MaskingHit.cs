namespace Gateway.Modules.ErrorText.Masking;

/// <summary>A rule took something at a place of a text.</summary>
internal readonly record struct MaskingHit(int At, MaskingRule Rule);

/// <summary>A stretch of a text that a user's rule found.</summary>
internal readonly record struct OwnStretch(int Start, int End, string Placeholder);
