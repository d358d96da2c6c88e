namespace Gateway.Modules.ErrorText.Masking;

/// <summary>What masking puts in a value's place.</summary>
internal static class Placeholders
{
    public const string Number = "{n}";
    public const string Hex = "{hex}";
    public const string Uuid = "{uuid}";
    public const string Address = "{ip}";
    public const string Time = "{ts}";
    public const string Url = "{url}";
    public const string Host = "{host}";
    public const string Path = "{path}";
    public const string Mail = "{mail}";
    public const string Token = "{token}";
    public const string Quoted = "{q}";
    public const string Name = "{name}";
    public const string Model = "{model}";
    public const string Statement = "{sql}";
}
