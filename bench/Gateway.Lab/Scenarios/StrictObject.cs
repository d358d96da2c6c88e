using System.Collections.Immutable;
using System.Text.Json;

namespace Gateway.Lab.Scenarios;

/// <summary>
/// A JSON object that must be read completely: every mistake is noted with its path, and <see cref="Close"/> notes the keys that
/// nobody asked for. Readers return a harmless value after a mistake, so that one pass finds all of them.
/// </summary>
internal sealed class StrictObject
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly List<string> _errors;

    public StrictObject(JsonElement element, string path, List<string> errors)
    {
        Path = path;
        _errors = errors;
        if (element.ValueKind != JsonValueKind.Object)
        {
            Note(path, "must be an object");
            return;
        }

        foreach (var member in element.EnumerateObject())
        {
            if (!_members.TryAdd(member.Name, member.Value))
            {
                Note(PathOf(member.Name), "is given twice");
            }
        }
    }

    public string Path { get; }

    public IEnumerable<string> Names => _members.Keys;

    public string PathOf(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    public void Note(string path, string mistake) => _errors.Add($"{(path.Length == 0 ? "(file)" : path)}: {mistake}");

    public bool Has(string key) => _members.ContainsKey(key);

    /// <summary>The member, noted as missing where <paramref name="required"/>.</summary>
    public JsonElement? Take(string key, bool required = true)
    {
        _read.Add(key);
        if (_members.TryGetValue(key, out var value))
        {
            return value;
        }

        if (required)
        {
            Note(PathOf(key), "is missing");
        }

        return null;
    }

    public string Text(string key, string? otherwise = null)
    {
        if (Take(key, otherwise is null) is not { } value)
        {
            return otherwise ?? "";
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        Note(PathOf(key), "must be a text that is not empty");
        return otherwise ?? "";
    }

    public bool Flag(string key)
    {
        var value = Take(key, required: false);
        if (value is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) })
        {
            Note(PathOf(key), "must be true or false");
        }

        return value is { ValueKind: JsonValueKind.True };
    }

    public double Number(string key, double least, double most, double? otherwise = null)
    {
        if (Take(key, otherwise is null) is not { } value)
        {
            return otherwise ?? least;
        }

        return NumberOf(value, PathOf(key), least, most);
    }

    public int Whole(string key, int least, int most, int? otherwise = null)
    {
        var number = Number(key, least, most, otherwise);
        if (number != Math.Floor(number))
        {
            Note(PathOf(key), "must be a whole number");
        }

        return (int)number;
    }

    public ValueRange? Range(string key, double least, bool required)
    {
        if (Take(key, required) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != 2)
        {
            Note(PathOf(key), "must be a list of two numbers, low and high");
            return null;
        }

        var low = NumberOf(value[0], $"{PathOf(key)}[0]", least, int.MaxValue);
        var high = NumberOf(value[1], $"{PathOf(key)}[1]", least, int.MaxValue);
        if (low > high)
        {
            Note(PathOf(key), "must give the low number first");
        }

        return new ValueRange(low, high);
    }

    /// <summary>The members of a list, each with its path.</summary>
    public IEnumerable<(JsonElement Element, string Path)> Items(string key, bool required = true, int atLeast = 0)
    {
        if (Take(key, required) is not { } value)
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() < atLeast)
        {
            Note(PathOf(key), atLeast > 0 ? $"must be a list of at least {atLeast}" : "must be a list");
            return [];
        }

        return value.EnumerateArray().Select((element, i) => (element, $"{PathOf(key)}[{i}]"));
    }

    public ImmutableArray<string> Texts(string key, bool required, int atLeast = 0)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var (element, path) in Items(key, required, atLeast))
        {
            if (element.ValueKind == JsonValueKind.String)
            {
                texts.Add(element.GetString()!);
            }
            else
            {
                Note(path, "must be a text");
            }
        }

        return texts.ToImmutable();
    }

    public StrictObject? Child(string key, bool required = true) =>
        Take(key, required) is { } value ? new StrictObject(value, PathOf(key), _errors) : null;

    /// <summary>Notes the keys that were never asked for.</summary>
    public void Close()
    {
        foreach (var name in _members.Keys.Where(n => !_read.Contains(n)))
        {
            Note(PathOf(name), "is not a known key");
        }
    }

    private double NumberOf(JsonElement value, string path, double least, double most)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number))
        {
            Note(path, "must be a number");
            return least;
        }

        if (number < least || number > most)
        {
            Note(path, FormattableString.Invariant($"must be between {least} and {most}"));
            return least;
        }

        return number;
    }
}
