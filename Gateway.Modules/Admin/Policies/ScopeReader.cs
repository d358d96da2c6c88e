using System.Globalization;
using System.Text.Json;

namespace Gateway.Modules.Admin.Policies;

/// <summary>Reads <c>scope</c>: one to three tests, each on a dimension of its own or on the two ends of one.</summary>
internal static class ScopeReader
{
    private const int MaxDimension = 128;
    private const int MaxValue = 512;
    private static readonly string[] Members = ["dimension", "op", "value"];

    public static Scope Read(JsonElement body, Mistakes mistakes)
    {
        if (!body.TryGetProperty("scope", out var array)
            || array.ValueKind != JsonValueKind.Array
            || array.GetArrayLength() is 0 or > Scope.MaxTests)
        {
            mistakes.Add("scope", $"Must be a list of 1 to {Scope.MaxTests} tests.");
            return Scope.Everything;
        }

        var tests = new List<DimensionTest>(Scope.MaxTests);
        var at = 0;
        foreach (var item in array.EnumerateArray())
        {
            var test = ReadTest(item, $"scope[{at++}]", mistakes);
            if (tests.Any(t => t.Dimension == test.Dimension && t.Operator == test.Operator))
            {
                mistakes.Add($"scope[{at - 1}]", $"Tests {test.Dimension} a second time.");
            }

            tests.Add(test);
        }

        return new Scope(tests);
    }

    private static DimensionTest ReadTest(JsonElement item, string path, Mistakes mistakes)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            mistakes.Add(path, "Must be an object with dimension, op and value.");
            return new(path, TestOperator.Equal, "");
        }

        foreach (var member in item.EnumerateObject().Where(m => !Members.Contains(m.Name)))
        {
            mistakes.Add($"{path}.{member.Name}", $"Is not a member of a test. Known: {string.Join(", ", Members)}.");
        }

        var dimension = TextOf(item, "dimension");
        if (dimension is null || dimension.Length > MaxDimension || dimension.Any(char.IsControl) || !DimensionNames.IsKnown(dimension))
        {
            mistakes.Add($"{path}.dimension",
                "Must be route, method, upstream, destination, path, principal, header:NAME, query:NAME, body:FIELD or bodyBytes.");
            dimension = null;
        }

        var op = TextOf(item, "op");
        if (op is not ("=" or ">="))
        {
            mistakes.Add($"{path}.op", "Must be = or >=.");
        }
        else if (op == ">=" && dimension is not (null or DimensionNames.BodyBytes))
        {
            mistakes.Add($"{path}.op", $"{dimension} has no order: >= is for bodyBytes only.");
        }

        var value = ReadValue(item, dimension, $"{path}.value", mistakes);
        return new(dimension ?? path, op == ">=" ? TestOperator.AtLeast : TestOperator.Equal, value);
    }

    private static string ReadValue(JsonElement item, string? dimension, string path, Mistakes mistakes)
    {
        var present = item.TryGetProperty("value", out var value);
        if (dimension == DimensionNames.BodyBytes)
        {
            var text = present && value.ValueKind is JsonValueKind.Number or JsonValueKind.String ? value.ToString() : "";
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
            {
                return bytes.ToString(CultureInfo.InvariantCulture);
            }

            mistakes.Add(path, "Must be a whole number of bytes.");
            return "";
        }

        var given = TextOf(item, "value");
        if (string.IsNullOrEmpty(given) || given.Length > MaxValue || given.Any(char.IsControl))
        {
            mistakes.Add(path, $"Must be a text of 1 to {MaxValue} characters without control characters.");
        }
        else if (given == DimensionNames.Folded)
        {
            mistakes.Add(path, $"{DimensionNames.Folded} stands for many values: a test needs one.");
        }

        return given ?? "";
    }

    private static string? TextOf(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
