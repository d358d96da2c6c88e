namespace Gateway.Modules.ErrorText.Extraction;

/// <summary>
/// Where in a JSON document the reader is, and what a value is there: the same name says more inside an error than elsewhere.
/// </summary>
internal sealed class JsonPlace
{
    public const int MaxDepth = 32;

    // The name that each container was given, by depth; an array's items go by the array's name.
    private readonly JsonName[] _names = new JsonName[MaxDepth + 1];
    private readonly bool[] _isList = new bool[MaxDepth + 1];

    public JsonName Above(int depth) => _names[Math.Min(depth, MaxDepth)];

    /// <summary>
    /// What is said of everything in a container that begins at <paramref name="depth"/>; <see cref="JsonName.Envelope"/> or
    /// <see cref="JsonName.Sent"/> where it is to be skipped.
    /// </summary>
    public JsonName OfContainer(JsonName name, bool isList, int depth)
    {
        name = name switch
        {
            JsonName.Trace when !isList => JsonName.Envelope,
            JsonName.Metadata => isList ? JsonName.Envelope : JsonName.Other,
            JsonName.Status or JsonName.Data => JsonName.Other,
            // Validation errors come as lists by field: {"errors": {"name": ["is required"]}}.
            JsonName.Other or JsonName.TypeName when isList && Above(depth) is JsonName.Error or JsonName.Errors => JsonName.Detail,
            JsonName.Other or JsonName.TypeName or JsonName.Envelope or JsonName.Sent when isList && IsMap(depth) => JsonName.Field,
            _ => name,
        };
        _names[Math.Min(depth + 1, MaxDepth)] = name;
        _isList[Math.Min(depth + 1, MaxDepth)] = isList;
        return name;
    }

    /// <summary>Whether a value at this depth is one of a list.</summary>
    public bool IsListed(int depth) => _isList[Math.Min(depth, MaxDepth)];

    public JsonName OfText(JsonName name, string value, int depth) => name switch
    {
        JsonName.Status => IsKind(value) ? JsonName.Type : JsonName.Status,
        JsonName.Data => Above(depth) == JsonName.Error && JsonFindings.IsSentence(value) ? JsonName.Detail : JsonName.Other,
        JsonName.Field => JsonFindings.IsSentence(value) ? JsonName.Detail : JsonName.Envelope,
        // A message may be an object of its own, with its language, and errors may be texts by field.
        JsonName.Other or JsonName.TypeName when IsMap(depth) && JsonFindings.IsSentence(value) => JsonName.Detail,
        _ => name,
    };

    /// <summary>An object of texts by field or code, which is the message, or all errors, itself and not one of a list.</summary>
    private bool IsMap(int depth) =>
        depth > 0 && Above(depth) is JsonName.Errors or JsonName.Message && !_isList[Math.Min(depth, MaxDepth)]
            && !_isList[Math.Min(depth - 1, MaxDepth)];

    /// <summary>Kinds are written like constants; single words in small letters are states.</summary>
    private static bool IsKind(string value) =>
        !value.Contains(' ') && (!value.AsSpan().ContainsAnyInRange('a', 'z') || char.IsAsciiLetterUpper(value[0]) || value.Contains('_'));
}
