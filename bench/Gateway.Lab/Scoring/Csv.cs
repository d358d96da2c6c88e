using System.Collections.Immutable;
using System.Text;

namespace Gateway.Lab.Scoring;

/// <summary>Comma-separated values as RFC 4180 has them; lines may end in LF alone.</summary>
internal static class Csv
{
    public static void AppendRow(StringBuilder csv, params ReadOnlySpan<string?> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            csv.Append(i == 0 ? "" : ",").Append(Quote(fields[i] ?? ""));
        }

        csv.Append('\n');
    }

    /// <summary>The rows, or null where a quoted field does not end.</summary>
    public static ImmutableArray<ImmutableArray<string>>? Parse(string text)
    {
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        var row = ImmutableArray.CreateBuilder<string>();
        var at = 0;
        while (at < text.Length)
        {
            if (ReadField(text, ref at) is not { } field)
            {
                return null;
            }

            row.Add(field);
            if (at < text.Length && text[at] == ',')
            {
                at++;
                if (at < text.Length)
                {
                    continue;
                }

                row.Add("");
            }

            rows.Add(row.DrainToImmutable());
            at = SkipLineEnd(text, at);
        }

        return rows.ToImmutable();
    }

    private static string? ReadField(string text, ref int at)
    {
        if (text[at] != '"')
        {
            var length = text.AsSpan(at).IndexOfAny(",\r\n");
            var plain = length < 0 ? text[at..] : text.Substring(at, length);
            at += plain.Length;
            return plain;
        }

        var field = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                field.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                field.Append('"');
                at++;
            }
            else
            {
                at++;
                return field.ToString();
            }
        }

        return null;
    }

    private static int SkipLineEnd(string text, int at)
    {
        at += at < text.Length && text[at] == '\r' ? 1 : 0;
        return at + (at < text.Length && text[at] == '\n' ? 1 : 0);
    }

    private static string Quote(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
