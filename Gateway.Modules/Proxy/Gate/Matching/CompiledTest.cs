using System.Globalization;
using Gateway.Modules.Proxy.Gate.Refusals;

namespace Gateway.Modules.Proxy.Gate.Matching;

/// <summary>One test of a scope, ready to be compared with requests. Comparing allocates nothing.</summary>
internal abstract class CompiledTest
{
    /// <summary>How dear a comparison is, so that cheap tests of a scope come first.</summary>
    public abstract int Cost { get; }

    public abstract bool Matches(in RequestFacts facts, ref MatchScratch scratch);

    /// <summary>The compiled test, or null with what is wrong with it.</summary>
    public static CompiledTest? TryCompile(DimensionTest test, out string? problem)
    {
        problem = null;
        if (test.Dimension is DimensionNames.BodyBytes)
        {
            if (long.TryParse(test.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
            {
                return new BodyBytesTest(bytes, test.Operator);
            }

            problem = $"'{test}' does not compare with a number of bytes";
            return null;
        }

        if (test.Operator != TestOperator.Equal)
        {
            problem = $"'{test}' orders a dimension that has no order";
            return null;
        }

        var compiled = CompileEqual(test);
        problem = compiled is null ? $"'{test}' names no dimension" : null;
        return compiled;
    }

    private static CompiledTest? CompileEqual(DimensionTest test) => test.Dimension switch
    {
        DimensionNames.Route => new RouteTest(test.Value),
        DimensionNames.Method => new MethodTest(test.Value),
        DimensionNames.Upstream => new UpstreamTest(test.Value),
        DimensionNames.Path => new PathTest(test.Value),
        DimensionNames.Principal => PrincipalTest.Of(test.Value),
        DimensionNames.Destination => UndecidableTest.Instance,
        var name when !DimensionNames.IsKnown(name) => null,
        var name when NameAfter(name, DimensionNames.HeaderPrefix) is { } header => new HeaderTest(header, test.Value),
        var name when NameAfter(name, DimensionNames.QueryPrefix) is { } parameter => new QueryTest(parameter, test.Value),
        var name when NameAfter(name, DimensionNames.BodyPrefix) is { } field => new BodyFieldTest(field, test.Value),
        _ => UndecidableTest.Instance,
    };

    private static string? NameAfter(string dimension, string prefix) =>
        dimension.StartsWith(prefix, StringComparison.Ordinal) ? dimension[prefix.Length..] : null;
}
