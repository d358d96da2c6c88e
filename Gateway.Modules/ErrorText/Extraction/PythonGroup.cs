using System.Text;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Extraction;

/// <summary>
/// Python draws the errors of a group as a tree: without its lines they are traces like any other, the last one's error the one to tell.
/// </summary>
internal static class PythonGroup
{
    public static string Flatten(string text)
    {
        if (!text.Contains("Exception Group Traceback (most recent call last)", StringComparison.Ordinal))
        {
            return text;
        }

        var flat = new StringBuilder(text.Length);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var content = line.TrimStart(" +-");
            if (content.At(0) == '|')
            {
                flat.Append(content[1..].At(0) == ' ' ? content[2..] : content[1..]).Append('\n');
            }
        }

        return flat.Length > 0 ? flat.ToString() : text;
    }
}
