using System.Buffers;

namespace Gateway.Modules.Shared.Secrets;

/// <summary>
/// Decides whether a value of a header, query parameter or body field may leave the request as it is: when it is a short word,
/// or when enough principals sent it, so that it names none of them. Else its <see cref="ValueHash"/> stands for it.
/// </summary>
internal static class ValueDisclosure
{
    /// <summary>From as many principals on a value is nobody's own.</summary>
    public const int ManyPrincipals = 3;

    private const int ShortWord = 16;
    private const int Longest = 64;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    /// <param name="isSecret">The dimension's name says that its values are secret: then no number of principals opens them.</param>
    public static string Show(string value, int principals, bool isSecret) =>
        !isSecret && MayShow(value, principals) ? value : ValueHash.TextOf(value);

    private static bool MayShow(string value, int principals)
    {
        // A value that reads like a hash or like the fold would be taken for one downstream; an at-sign means an address.
        if (value.Length > Longest || value is DimensionNames.Folded || ValueHash.TryParse(value, out _) || value.Contains('@'))
        {
            return false;
        }

        return (value.Length <= ShortWord && !value.AsSpan().ContainsAny(Digits)) || principals >= ManyPrincipals;
    }
}
