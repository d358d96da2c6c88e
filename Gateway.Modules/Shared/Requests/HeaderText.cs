using System.Text;
using System.Text.Unicode;

namespace Gateway.Modules.Shared.Requests;

/// <summary>
/// What a header's value says. The server hands over each of its bytes as one character, so that what goes on is what came; here bytes that
/// are UTF-8 are read as such, and others stay Latin-1.
/// </summary>
internal static class HeaderText
{
    private const char LastOfLatin1 = '\xFF';

    /// <summary>The value as it is meant: the same string where it is ASCII, as nearly all are.</summary>
    public static string Decode(string value)
    {
        if (Ascii.IsValid(value) || value.AsSpan().ContainsAnyExceptInRange('\0', LastOfLatin1))
        {
            return value;
        }

        var bytes = Encoding.Latin1.GetBytes(value);
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : value;
    }
}
