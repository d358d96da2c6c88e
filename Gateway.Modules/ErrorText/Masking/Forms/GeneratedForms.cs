using System.Buffers;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>
/// Recognises names that tools make up anew with each build or start: classes of proxies and lambdas, and files named by a hash of their content.
/// Each method gives a length at the start of the text, or 0.
/// </summary>
internal static class GeneratedForms
{
    private const int Longest = 160;
    private const int ShortestHash = 6;

    private static readonly SearchValues<char> ClassCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.$");

    private static readonly SearchValues<char> FileCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.~");

    /// <summary>How generators mark their classes, in the JVM and in .NET.</summary>
    private static readonly SearchValues<string> ClassMarks = SearchValues.Create(
        ["$$", "$Proxy", "$ByteBuddy$", "$MockitoMock$", "$HibernateProxy$", "$auxiliary$", "_$$_", "$jacocoInit"], StringComparison.Ordinal);

    private static readonly string[] AssetEndings = [".js", ".mjs", ".cjs", ".css", ".map", ".wasm", ".woff", ".woff2", ".svg", ".png", ".jpg", ".webp", ".json", ".chunk"];

    /// <summary><c>com.acme.Pay$$EnhancerBySpringCGLIB$$3f9c2ab1</c>, <c>Pay$$Lambda$17/0x00000008</c>, <c>$Proxy17</c></summary>
    public static int ClassLength(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, Longest)];
        var length = text.RunOf(ClassCharacters);
        if (text[..length].IndexOf('$') < 0 || !text[..length].ContainsAny(ClassMarks))
        {
            return 0;
        }

        // Hidden classes have an address.
        if (text.At(length) is '/' or '+' && text[(length + 1)..].RunOf(Characters.Word) is > 0 and var address)
        {
            length += 1 + address;
        }

        return text[..length].TrimEnd('.').Length;
    }

    /// <summary><c>index-B4x7kQ2z.js</c>, <c>main.3f9c2ab1.chunk.css</c></summary>
    public static int AssetLength(ReadOnlySpan<char> text)
    {
        var name = text[..Math.Min(text.Length, Longest)];
        name = name[..name.RunOf(FileCharacters)].TrimEnd('.');
        if (!name.EndsWithAny(AssetEndings))
        {
            return 0;
        }

        foreach (var range in name.SplitAny(".-_~"))
        {
            if (range.Start.Value > 0 && IsHash(name[range]))
            {
                return name.Length;
            }
        }

        return 0;
    }

    private static bool IsHash(ReadOnlySpan<char> part) =>
        part.Length >= ShortestHash && part.Length <= 64
        && ((part.HasDigit() && part.HasLetter()) || RandomForms.SwitchesCase(part) || (part.ContainsAnyInRange('A', 'Z') && part[1..].ContainsAnyInRange('A', 'Z') && part.ContainsAnyInRange('a', 'z')));
}
