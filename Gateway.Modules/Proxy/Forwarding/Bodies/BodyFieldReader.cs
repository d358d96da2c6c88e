using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Gateway.Modules.Proxy.Forwarding.Bodies;

/// <summary>
/// Finds top-level fields in the beginning of a JSON body: texts, numbers, true and false. Of a field that is there twice the first
/// counts; one that is too long, or not reached, is absent.
/// </summary>
internal sealed class BodyFieldReader(ImmutableArray<string> names)
{
    private const int LongestValue = 256;

    private static readonly JsonReaderOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 256,
    };

    private BodyValues _values;
    private uint _found;

    /// <summary>By slot of the names; null for what was not found.</summary>
    public BodyValues Values => _values;

    /// <summary>Reads from the body's beginning. Returns whether more of the body would tell nothing more.</summary>
    public bool Read(in ReadOnlySequence<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(WithoutMark(body), isFinalBlock: false, new JsonReaderState(Lenient));
            return Scan(ref json);
        }
        catch (JsonException)
        {
            return true;
        }
    }

    private bool Scan(ref Utf8JsonReader json)
    {
        if (!json.Read())
        {
            return false;
        }

        if (json.TokenType != JsonTokenType.StartObject)
        {
            return true;
        }

        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            var slot = SlotOf(ref json);
            if (!json.Read())
            {
                return false;
            }

            if (slot >= 0 && Take(slot, ref json))
            {
                return true;
            }

            if (!json.TrySkip())
            {
                return false;
            }
        }

        return false;
    }

    private int SlotOf(ref Utf8JsonReader json)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (json.ValueTextEquals(names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Returns whether it was the last one missing.</summary>
    private bool Take(int slot, ref Utf8JsonReader json)
    {
        if ((_found & (1u << slot)) == 0)
        {
            _found |= 1u << slot;
            _values[slot] = ValueOf(ref json);
        }

        return _found == (1u << names.Length) - 1;
    }

    private static string? ValueOf(ref Utf8JsonReader json)
    {
        var length = json.HasValueSequence ? json.ValueSequence.Length : json.ValueSpan.Length;
        if (length > LongestValue)
        {
            return null;
        }

        return json.TokenType switch
        {
            JsonTokenType.String => TextOf(ref json),
            JsonTokenType.Number =>
                json.HasValueSequence ? Encoding.ASCII.GetString(json.ValueSequence) : Encoding.ASCII.GetString(json.ValueSpan),
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => null,
        };
    }

    private static string? TextOf(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair or a broken byte: no value that could be compared.
            return null;
        }
    }

    private static ReadOnlySequence<byte> WithoutMark(in ReadOnlySequence<byte> body)
    {
        Span<byte> start = stackalloc byte[3];
        if (body.Length < start.Length)
        {
            return body;
        }

        body.Slice(0, start.Length).CopyTo(start);
        return start.SequenceEqual(Encoding.UTF8.Preamble) ? body.Slice(start.Length) : body;
    }
}
