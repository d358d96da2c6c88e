using System.Buffers;
using Gateway.Modules.ErrorText.Text;

namespace Gateway.Modules.ErrorText.Masking.Forms;

/// <summary>Recognises passwords and codes that are told by where they stand: after their name in Chinese, or beside a user's name. Lengths at the start of the text, or 0.</summary>
internal static class LoginForms
{
    private const int Longest = 256;

    private static readonly string[] ChineseAlways = ["密码", "口令", "密钥", "秘钥"];

    private static readonly string[] Chinese = [.. ChineseAlways, "令牌", "验证码", "动态码", "校验码"];

    private static readonly SearchValues<char> ChineseValueEnd = SearchValues.Create(" ,;\"'<>(){}[]，。；、”】（）");

    /// <summary>After a name for it in Chinese, <c>密码：x</c>.</summary>
    public static int ChineseLength(ReadOnlySpan<char> text, ReadOnlySpan<char> before)
    {
        var marked = before[Math.Max(0, before.Length - 8)..].TrimEnd(' ');
        var name = marked.TrimEnd(" :：=“\"'[【");
        if (name.Length is 0 || name.Length == marked.Length || name[^1] < '\u4e00' || !name.EndsWithAny(Chinese))
        {
            return 0;
        }

        // What may be a word is looked at again from each name in it, so that only its beginning is asked.
        if (!name.EndsWithAny(ChineseAlways) && SecretForms.ReadsLikeWord(UpToEnd(text[..Math.Min(text.Length, Longest)])))
        {
            return 0;
        }

        return UpToEnd(text).Length;
    }

    private static ReadOnlySpan<char> UpToEnd(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny(ChineseValueEnd);
        return end < 0 ? text : text[..end];
    }

    /// <summary><c>name:password</c>, to the next space.</summary>
    public static int CredentialsLength(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny(' ', '"', '\'');
        var length = end < 0 ? text.Length : end;
        return text[..length].IndexOf(':') > 0 ? length : 0;
    }

    /// <summary><c>scott/tiger@db</c>, without the at-sign and the database.</summary>
    /// <param name="word">The length of the name.</param>
    public static int OracleLoginLength(ReadOnlySpan<char> text, int word)
    {
        if (text.At(word) != '/')
        {
            return 0;
        }

        var end = text[..Math.Min(text.Length, Longest)].IndexOfAny("@ /");
        end = end == word ? word + 1 + text[(word + 1)..Math.Min(text.Length, Longest)].IndexOfAny("@ /") : 0;
        return end > word + 1 && text[end] == '@' && (char.IsAsciiLetter(text.At(end + 1)) || text.At(end + 1) == '/') ? end : 0;
    }
}
