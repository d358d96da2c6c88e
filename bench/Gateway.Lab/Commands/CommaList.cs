using System.Collections.Immutable;
using System.CommandLine;

namespace Gateway.Lab.Commands;

/// <summary>Options that hold several values with commas between them.</summary>
internal static class CommaList
{
    /// <param name="isGood">Whether an item may stand in the list.</param>
    /// <param name="rule">What an item must be, to be said of one that is not.</param>
    public static Option<ImmutableArray<string>> Option(string name, string description, Func<string, bool> isGood, string rule) =>
        new(name)
        {
            Description = description,
            DefaultValueFactory = _ => [],
            CustomParser = result =>
            {
                const StringSplitOptions NoBlanks = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
                ImmutableArray<string> items = [.. result.Tokens[0].Value.Split(',', NoBlanks).Distinct()];
                foreach (var item in items.Where(item => !isGood(item)))
                {
                    result.AddError($"{name}: {item} {rule}");
                }

                return items;
            },
        };
}
