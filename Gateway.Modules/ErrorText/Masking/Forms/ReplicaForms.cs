using System.Buffers;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>Recognises the names that orchestrators make up for one of many: pods, nodes, workers.</summary>
internal static class ReplicaForms
{
    private static readonly SearchValues<char> HexOrHyphen = SearchValues.Create("0123456789abcdef-");

    /// <summary>What Kubernetes makes the last part of a pod's name of, so that it is no word.</summary>
    private static readonly SearchValues<char> Suffix = SearchValues.Create("bcdfghjklmnpqrstvwxz0123456789");

    private const int SuffixLength = 5;

    /// <summary>One of many: <c>orders-7d9f8b6c5d-x2x4z</c>, <c>maple-1719-3f9c2ab1</c>, a daemon set's <c>orders-x2x4z</c>.</summary>
    public static bool IsReplica(ReadOnlySpan<char> name)
    {
        if (name.IndexOfAny('.', '/', '_') >= 0 || name.IndexOf('-') < 2 || !char.IsAsciiLetterLower(name[0]) || name.ContainsAnyInRange('A', 'Z'))
        {
            return false;
        }

        var last = name[(name.LastIndexOf('-') + 1)..];
        if (name.IndexOf('-') == name.LastIndexOf('-'))
        {
            return last.Length == SuffixLength && last.RunOf(Suffix) == SuffixLength && last.HasLetter() && last is not "https" && name.RunOfLetters() == name.IndexOf('-');
        }

        if ((last.Length < 5 || !last.HasDigit()) && !IsPod(name[..^(last.Length + 1)], last))
        {
            return false;
        }

        // Groups of hexadecimal digits alone are no name.
        return name.IndexOfAnyExcept(HexOrHyphen) >= 0;
    }

    /// <summary>The last part of a pod's name may have no digit; the part before it is its template's hash.</summary>
    private static bool IsPod(ReadOnlySpan<char> template, ReadOnlySpan<char> last)
    {
        var hash = template[(template.LastIndexOf('-') + 1)..];
        return hash.HasDigit() && last.IndexOfAny("aeiou") is var vowel
            && ((last.Length == 5 && vowel < 0 && hash.Length is >= 8 and <= 10) || (last.Length == 4 && hash.Length == 8 && hash.RunOf(Characters.Hex) == 8));
    }
}
