using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using Gateway.Modules.Shared.Words;

namespace Gateway.Modules.ErrorText.Extraction;

/// <summary>What a property is to an error.</summary>
internal enum JsonName
{
    Root,
    Other,

    /// <summary>About the request or the answer, not the error: skipped with all that is in it.</summary>
    Envelope,

    /// <summary>Carries what was sent: skipped with all that is in it.</summary>
    Sent,

    /// <summary>As an object it may hold an upstream's answer, as a list it is about the error's kind.</summary>
    Metadata,

    /// <summary>The answer itself, or, in an error, what it is about.</summary>
    Data,

    /// <summary>May hold the error's text, or the object that does.</summary>
    Error,

    /// <summary>Several errors: a list, or texts by field or code.</summary>
    Errors,
    Code,
    Type,

    /// <summary>A kind of error in some services, a state or a word of progress in others.</summary>
    Status,

    /// <summary>A type's name, where the value looks like one.</summary>
    TypeName,

    /// <summary>The texts about one field.</summary>
    Field,

    /// <summary>A stack trace, which tells where other fields do not.</summary>
    Trace,
    Title,
    Message,
    Detail,
}

/// <summary>Names of properties, by what services call them.</summary>
internal static class JsonNames
{
    private const int LongestName = 64;

    private static readonly (JsonName Name, string File)[] Lists =
    [
        (JsonName.Errors, "field-errors"),
        (JsonName.Error, "field-error"),
        (JsonName.Code, "field-code"),
        (JsonName.Type, "field-type"),
        (JsonName.TypeName, "field-type-name"),
        (JsonName.Trace, "field-trace"),
        (JsonName.Title, "field-title"),
        (JsonName.Message, "field-message"),
        (JsonName.Detail, "field-detail"),
        (JsonName.Envelope, "field-envelope"),
    ];

    private static readonly FrozenDictionary<string, JsonName>.AlternateLookup<ReadOnlySpan<char>> Known =
        ReadKnown().GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<string> Telling =
        SearchValues.Create(["error", "reason", "fail", "fault"], StringComparison.Ordinal);

    public static JsonName Of(ref Utf8JsonReader reader)
    {
        Span<char> buffer = stackalloc char[LongestName];
        if (reader.ValueSpan.Length > buffer.Length)
        {
            // What has such a name is data of one service's own.
            return JsonName.Sent;
        }

        var length = 0;
        foreach (var c in buffer[..reader.CopyString(buffer)])
        {
            if (c is not ('_' or '-' or ' '))
            {
                buffer[length++] = char.ToLowerInvariant(c);
            }
        }

        return Of(buffer[..length]);
    }

    /// <summary>By lower-case name without separators: <c>errorCode</c>, <c>error_code</c> and <c>error-code</c> are one.</summary>
    private static JsonName Of(ReadOnlySpan<char> name) => Known.TryGetValue(name, out var known) ? known : OfWordsIn(name);

    private static FrozenDictionary<string, JsonName> ReadKnown() =>
        Lists.SelectMany(list => WordList.Read(list.File).Words, (list, name) => KeyValuePair.Create(name, list.Name))
            .Append(new("status", JsonName.Status))
            .Append(new("metadata", JsonName.Metadata))
            .Append(new("data", JsonName.Data))
            .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Names of one service's own, <c>refusalReason</c>, <c>resultCode</c>, told by the words in them.</summary>
    private static JsonName OfWordsIn(ReadOnlySpan<char> name)
    {
        var tells = name.ContainsAny(Telling);
        if (Ends(name, "code"))
        {
            return tells || Begins(name, "res") || Begins(name, "status") ? JsonName.Code : JsonName.Other;
        }

        if (!tells && SentNames.Contains(name))
        {
            return JsonName.Sent;
        }

        if (tells && (Ends(name, "id") || Ends(name, "link") || Ends(name, "url")))
        {
            return JsonName.Envelope;
        }

        return tells || Ends(name, "desc") || Ends(name, "message") || Ends(name, "msg") ? JsonName.Detail : JsonName.Other;
    }

    private static bool Begins(ReadOnlySpan<char> name, string word) => name.StartsWith(word, StringComparison.Ordinal);

    private static bool Ends(ReadOnlySpan<char> name, string word) => name.EndsWith(word, StringComparison.Ordinal);
}
