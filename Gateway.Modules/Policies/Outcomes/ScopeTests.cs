using System.Collections.Immutable;
using System.Globalization;

namespace Gateway.Modules.Policies.Outcomes;

/// <summary>
/// A scope's tests as the table's rows are held to them. A destination is told by its upstream too: where that is not known no row matches.
/// </summary>
internal sealed class ScopeTests
{
    private readonly ImmutableArray<ValueKey> _values;
    private readonly long _leastBytes = long.MinValue;
    private readonly long _mostBytes = long.MaxValue;

    /// <param name="upstream">The upstream of the destination that the scope names.</param>
    public ScopeTests(Scope scope, string? upstream)
    {
        _values = [.. scope.Tests.Where(t => t.Dimension != DimensionNames.BodyBytes)
            .Select(t => ValueKey.Of(t.Dimension, t.Value, upstream))];
        foreach (var test in scope.Tests)
        {
            if (test.Dimension == DimensionNames.BodyBytes)
            {
                var bytes = long.TryParse(test.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
                _leastBytes = Math.Max(_leastBytes, bytes);
                _mostBytes = test.Operator == TestOperator.AtLeast ? _mostBytes : Math.Min(_mostBytes, bytes);
            }
        }
    }

    public bool Match(OutcomeRow row)
    {
        if (row.BodyBytes < _leastBytes || row.BodyBytes > _mostBytes)
        {
            return false;
        }

        foreach (var value in _values)
        {
            if (!row.Has(value))
            {
                return false;
            }
        }

        return true;
    }
}
