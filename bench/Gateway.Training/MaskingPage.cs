using System.Globalization;
using System.Text;
using Gateway.Modules.ErrorText.Masking;

namespace Gateway.Training;

/// <summary><c>docs/masking.md</c>: the table of rules with an example each.</summary>
internal static class MaskingPage
{
    private const string Head = """
        # What is masked in an error's text

        Written by `dotnet run -c Release --project bench/Gateway.Training -- rules --out docs/masking.md`; a test fails where
        it differs from the code.

        An error's text is read once from left to right. At the start of each word and at each mark those rules are asked, in
        this order, that may start with its character; the first that takes something puts its placeholder there. Codes of errors
        are kept as they are, and the digits in all other words become `{n}`. Rules of your own, which come before these, are
        [configured](configuration.md#errortext). A rule marked as secret finds what nobody but its owner may see. The words that
        rules know are files in `Gateway.Modules/ErrorText/Words`. What each rule is worth is
        [measured](training.md#does-each-rule-of-masking-earn-its-place).

        | | Rule | Placeholder | Starts with | Example | Masked | Secret |
        | --- | --- | --- | --- | --- | --- | --- |

        """;

    public static string Render()
    {
        var masker = new Masker();
        var page = new StringBuilder(Head.ReplaceLineEndings("\n"));
        var number = 0;
        foreach (var rule in MaskingRules.All)
        {
            var text = rule.Place.Text;
            string[] cells =
            [
                (++number).ToString(CultureInfo.InvariantCulture),
                rule.Name,
                rule.Placeholder switch { null => "kept", "" => "dropped", var name => Code(name) },
                Code(rule.Starters.ToString()),
                Code(text),
                Code(masker.Mask(text)),
                rule.IsSecret ? "yes" : "",
            ];
            page.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
        }

        return page.ToString();
    }

    private static string Code(string text) => text.Contains('`', StringComparison.Ordinal) ? $"`` {text} ``" : $"`{text}`";
}
