using System.Collections.Immutable;
using System.Globalization;

namespace Gateway.Lab.FalseAlarms;

/// <summary>Whether a scope covers a request, by its plain meaning.</summary>
internal static class ScopeMatch
{
    public static bool Matches(Scope scope, ImmutableArray<DimensionValue> request) =>
        scope.Tests.All(test => request.Any(value => value.Dimension == test.Dimension && Holds(test, value.Value)));

    private static bool Holds(DimensionTest test, string value) => test.Operator == TestOperator.Equal
        ? value == test.Value
        : double.Parse(value, CultureInfo.InvariantCulture) >= double.Parse(test.Value, CultureInfo.InvariantCulture);
}
