using System.Text;

namespace Gateway.Tests.ErrorText.Masking;

/// <summary>
/// Texts that a hostile client may write to make reading them slow: small pieces of what the forms look for, again and again, nearly ended
/// or never.
/// </summary>
internal static class HostileShapes
{
    private static readonly string[] Pieces =
    [
        "a.", "1.", "1,", "a-", "a/", "a+", "+", "/", "\\", "\\\\a", "(", ")", "[", "]", "{", "}", "{ a", "${", "$a", "$.a", "<", "<a",
        "#<A:", "@", "@a", "a@", "a@b",
        "'", "\"", "`", "“", "‘", "「", "【", "'a1 ", "\"b2 'c3 ", "\\\"", "--", "-----BEGIN ", "-u ", "a:", "1:", "::", "::1%a", "[::1%a",
        "aa ", "aa:", "aaaa-", "cn=", "cn=a,",
        "arn:", "http://", "ab://)", "select ", ":select ", "(select ", "[select ]", "update a ", "insert into ", " from ", "user ",
        "user=", "user::", "password ", "password=",
        "pwd={", "key:\"", "cookie=;", "bearer ", "Basic a", "token: ", "--password ", "密码", "密码：", "令牌：a", "用户", "表", "张三", "收货地址", "京A",
        "sk-", "eyJ", "AKIA", "ghp_",
        "A1b-", "aB+", "0x", "1e-", "1m", "1.5s", "v1.", "2024-01-", "Jan ", "12:00:", "404:", "ORA-", "E1", "P1", "us-east-", "gpt-", "o1",
        "com.", "org.a.", "A::", "A#", "A$",
        "a_", "a1_", "_", "Aa", "aA", "1a", "ab1", "deadbeef", "~", "%", "*", "=", "&", "?", "!", ";", ",", " ", " a ", "Order ", "with id",
        " not found", "Key (", ")=(", "row contains (",
        "key: { a", "C:\\", "\\a b", "x with =", "...", "pod a-b-", "$$Lambda$1/", "a='b' ", "account x is ", "mot de passe ",
        "contraseña ",
        "phi:", "token:é", "auth：é", "+$", "1m", "~+a", "a,", "$$", "a(b)", "\\/a", "x.js ", "-.js ", Long("a-", "z.js "), Long("a.", " "),
        Long("a_b-", ".png "), Long("a/", " "), Long("A1", "- "),
        Long("1.", "Z "), Long("a=", " "), Long("x-1-", " "), Long("Aa.", "Error "), Long("$a", "$$ "), Long("com.", "Dto "),
    ];

    /// <summary>A run that is just short enough to be read word by word.</summary>
    private static string Long(string piece, string end) => string.Concat(Enumerable.Repeat(piece, 150 / piece.Length)) + end;

    /// <summary>A shape of one to four pieces that is repeated to the length, ended by another piece.</summary>
    public static string Of(int seed, int length)
    {
        var random = new Random(seed);
        var unit = string.Concat(Enumerable.Range(0, 1 + (seed % 4)).Select(_ => Pieces[random.Next(Pieces.Length)]));
        unit = seed < Pieces.Length ? Pieces[seed] : unit;
        var text = new StringBuilder(length + unit.Length);
        while (text.Length < length)
        {
            text.Append(unit);
        }

        return text.Append(Pieces[random.Next(Pieces.Length)]).Append("1_").ToString();
    }
}
