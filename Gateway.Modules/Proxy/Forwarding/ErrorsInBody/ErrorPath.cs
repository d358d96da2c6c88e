using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gateway.Modules.Proxy.Forwarding.ErrorsInBody;

/// <summary>
/// Where a route's answers keep their code, and which of its values are good. A small part of JSONPath (RFC 9535): <c>$</c>,
/// <c>.name</c>, <c>['name']</c> and <c>[0]</c>.
/// </summary>
internal sealed class ErrorPath
{
    private const int MostSteps = 16;
    private static readonly ImmutableArray<string> UsualGoodValues = ["0", "200", "true", "ok", "success"];

    private static readonly SearchValues<char> NoName = SearchValues.Create(" *'\"]()");

    private readonly ImmutableArray<Step> _steps;
    private readonly ImmutableArray<string> _good;

    private ErrorPath(ImmutableArray<Step> steps, ImmutableArray<string> good)
    {
        _steps = steps;
        _good = good;
    }

    /// <param name="good">Values with commas between them; null for the usual ones.</param>
    public static bool TryParse(string path, string? good, [NotNullWhen(true)] out ErrorPath? parsed)
    {
        var values = good is null ? UsualGoodValues
            : [.. good.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        parsed = TryParseSteps(path.AsSpan().Trim(), out var steps) && !values.IsEmpty ? new ErrorPath(steps, values) : null;
        return parsed is not null;
    }

    /// <summary>Whether there is a value at the path, and it is none of the good ones. An object, a list or null is no code.</summary>
    /// <param name="json">UTF-8, may be cut off.</param>
    public bool FindsError(ReadOnlySpan<byte> json)
    {
        json = json.StartsWith("\uFEFF"u8) ? json[3..] : json;
        try
        {
            var reader = new Utf8JsonReader(json, isFinalBlock: false, default);
            return reader.Read() && Descend(ref reader) && IsBad(in reader);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private bool Descend(ref Utf8JsonReader reader)
    {
        foreach (var step in _steps)
        {
            var entered = step.Name is { } name ? EnterMember(ref reader, name) : EnterElement(ref reader, step.Index);
            if (!entered)
            {
                return false;
            }
        }

        return true;
    }

    private static bool EnterMember(ref Utf8JsonReader reader, byte[] name)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            if (!reader.Read() || found)
            {
                return found && reader.TokenType != JsonTokenType.PropertyName;
            }

            if (!reader.TrySkip())
            {
                return false;
            }
        }

        return false;
    }

    private static bool EnterElement(ref Utf8JsonReader reader, int index)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (i == index)
            {
                return true;
            }

            if (!reader.TrySkip())
            {
                return false;
            }
        }

        return false;
    }

    private bool IsBad(in Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False))
        {
            return false;
        }

        var value = reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan);
        foreach (var good in _good)
        {
            if (good.Equals(value.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return value.Length > 0;
    }

    private static bool TryParseSteps(ReadOnlySpan<char> path, out ImmutableArray<Step> steps)
    {
        steps = default;
        var read = ImmutableArray.CreateBuilder<Step>();
        if (path is not ['$', .. var rest])
        {
            return false;
        }

        while (!rest.IsEmpty)
        {
            if (read.Count == MostSteps || !TryTakeStep(ref rest, out var step))
            {
                return false;
            }

            read.Add(step);
        }

        steps = read.ToImmutable();
        return read.Count > 0;
    }

    private static bool TryTakeStep(ref ReadOnlySpan<char> rest, out Step step)
    {
        step = default;
        if (rest[0] == '.')
        {
            var end = rest[1..].IndexOfAny('.', '[');
            var name = end < 0 ? rest[1..] : rest[1..(end + 1)];
            rest = rest[(name.Length + 1)..];
            step = new Step(NameOf(name), 0);
            return name.Length > 0 && !name.ContainsAny(NoName);
        }

        var close = rest.IndexOf(']');
        if (rest[0] != '[' || close < 2)
        {
            return false;
        }

        var inside = rest[1..close];
        rest = rest[(close + 1)..];
        if (inside is ['\'', .. { Length: > 0 } quoted, '\''])
        {
            step = new Step(NameOf(quoted), 0);
            return quoted.IndexOf('\'') < 0;
        }

        step = new Step(null, int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1);
        return step.Index >= 0;
    }

    private static byte[] NameOf(ReadOnlySpan<char> name) => Encoding.UTF8.GetBytes(name.ToString());

    /// <param name="Name">A member's, in UTF-8; null for an element's index.</param>
    private readonly record struct Step(byte[]? Name, int Index);
}
