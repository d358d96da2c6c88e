using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Gateway.Modules.Admin.Explaining;

/// <summary>
/// Reads <c>{method, path, headers?, body?, clientAddress?}</c>: headers by name, with one text or a list of them each; the body as JSON,
/// or as a text where it is another thing.
/// </summary>
internal static class QuestionReader
{
    private const int LongestPath = 16 * 1024;
    private const int MostHeaders = 100;
    private static readonly string[] Members = ["method", "path", "headers", "body", "clientAddress"];

    public static bool TryRead(
        JsonElement root, [NotNullWhen(true)] out ExplainedRequest? question, out IReadOnlyDictionary<string, string[]> errors)
    {
        var mistakes = new Mistakes();
        question = null;
        if (root.ValueKind != JsonValueKind.Object)
        {
            mistakes.Add("", "Must be an object.");
        }
        else
        {
            question = Read(root, mistakes);
        }

        errors = mistakes.ByMember;
        question = errors.Count == 0 ? question : null;
        return question is not null;
    }

    private static ExplainedRequest Read(JsonElement root, Mistakes mistakes)
    {
        foreach (var member in root.EnumerateObject().Where(m => !Members.Contains(m.Name)))
        {
            mistakes.Add(member.Name, $"Is not a member of a request. Known: {string.Join(", ", Members)}.");
        }

        var method = TextOf(root, "method");
        if (method is null || method.Length is 0 or > 32 || !method.All(char.IsAsciiLetterOrDigit))
        {
            mistakes.Add("method", "Must be a method such as GET.");
        }

        var path = TextOf(root, "path");
        if (path is null || path.Length > LongestPath || !path.StartsWith('/') || path.Any(char.IsControl))
        {
            mistakes.Add("path", $"Must start with a slash and have at most {LongestPath} characters; the query string is a part of it.");
        }

        return new(method ?? "", path ?? "/", [.. ReadHeaders(root, mistakes)], ReadBody(root), ReadAddress(root, mistakes));
    }

    private static List<KeyValuePair<string, string>> ReadHeaders(JsonElement root, Mistakes mistakes)
    {
        if (!root.TryGetProperty("headers", out var headers) || headers.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (headers.ValueKind != JsonValueKind.Object || headers.EnumerateObject().Count() > MostHeaders)
        {
            mistakes.Add("headers", $"Must be an object with at most {MostHeaders} members.");
            return [];
        }

        var read = new List<KeyValuePair<string, string>>();
        foreach (var header in headers.EnumerateObject())
        {
            var values = header.Value.ValueKind == JsonValueKind.Array ? header.Value.EnumerateArray().ToArray() : [header.Value];
            if (header.Name.Length == 0 || !values.All(v => v.ValueKind == JsonValueKind.String))
            {
                mistakes.Add($"headers.{header.Name}", "Must be a text or a list of texts.");
                continue;
            }

            // As the server hands it over: one character for each byte.
            read.AddRange(values.Select(v =>
                KeyValuePair.Create(header.Name, Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(v.GetString()!)))));
        }

        return read;
    }

    private static ReadOnlyMemory<byte> ReadBody(JsonElement root) =>
        !root.TryGetProperty("body", out var body) || body.ValueKind == JsonValueKind.Null ? default
        : Encoding.UTF8.GetBytes(body.ValueKind == JsonValueKind.String ? body.GetString()! : body.GetRawText());

    private static IPAddress? ReadAddress(JsonElement root, Mistakes mistakes)
    {
        if (!root.TryGetProperty("clientAddress", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && IPAddress.TryParse(value.GetString(), out var address))
        {
            return address;
        }

        mistakes.Add("clientAddress", "Must be an IP address.");
        return null;
    }

    private static string? TextOf(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
