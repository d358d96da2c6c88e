using System.Collections.Immutable;

namespace Gateway.Modules.Contracts.Dimensions;

/// <summary>
/// A conjunction of tests, kept in the tie-breaking order of dimensions, so that two scopes with the same tests are equal
/// and read the same. As text: <c>route=orders &amp; header:X-Tenant-Id=acme</c>; the empty scope is <c>*</c>.
/// </summary>
public sealed class Scope : IEquatable<Scope>
{
    /// <summary>The most tests a scope may have.</summary>
    public const int MaxTests = 3;

    public static readonly Scope Everything = new([]);

    public Scope(IEnumerable<DimensionTest> tests)
    {
        Tests = [.. tests.Order(TestOrder)];
        Text = Tests.IsEmpty ? "*" : string.Join(" & ", Tests);
    }

    public ImmutableArray<DimensionTest> Tests { get; }

    /// <summary>The canonical text, which is also the identity of the scope.</summary>
    public string Text { get; }

    public bool Names(string dimension) => Tests.Any(t => t.Dimension == dimension);

    /// <summary>Whether some test is about what was sent rather than where the request goes.</summary>
    public bool SaysWhatWasSent => Tests.Any(t => DimensionNames.SaysWhatWasSent(t.Dimension));

    /// <summary>Whether every request of this scope is one of the other, by the tests alone.</summary>
    public bool LiesIn(Scope wider) => wider.Tests.All(w => Tests.Any(t => t.Implies(w)));

    public bool Equals(Scope? other) => other is not null && Text == other.Text;

    public override bool Equals(object? obj) => Equals(obj as Scope);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    private static readonly Comparer<DimensionTest> TestOrder = Comparer<DimensionTest>.Create((a, b) =>
    {
        var byDimension = DimensionNames.Compare(a.Dimension, b.Dimension);
        return byDimension != 0 ? byDimension : string.CompareOrdinal(a.Value, b.Value);
    });
}
