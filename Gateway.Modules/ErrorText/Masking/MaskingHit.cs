namespace Gateway.Modules.ErrorText.Masking;

/// <summary>A rule took something at a place of a text.</summary>
internal readonly record struct MaskingHit(int At, MaskingRule Rule);
