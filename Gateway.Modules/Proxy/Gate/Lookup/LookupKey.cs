using System.Globalization;
using Gateway.Modules.Proxy.Gate.Matching;

namespace Gateway.Modules.Proxy.Gate.Lookup;

/// <summary>Something by which a policy can be found: a value that every request has that its scope matches.</summary>
/// <param name="Test">The test that it comes from.</param>
/// <param name="Value">The test's value, or a segment of the path that it names.</param>
/// <param name="Position">Place of that segment.</param>
internal readonly record struct LookupKey(DimensionTest Test, string Value, int Position = 0)
{
    /// <summary>Whether whoever has the value passes the test.</summary>
    public bool IsWholeTest => Test.Dimension != DimensionNames.Path;

    /// <summary>What two policies share that can be found by the same.</summary>
    public (string Dimension, string Value) Identity =>
        (IsWholeTest ? Test.Dimension : string.Create(CultureInfo.InvariantCulture, $"{Test.Dimension}/{Position}"), Value);

    /// <summary>All keys of a scope, those that are cheap to look up first.</summary>
    public static IReadOnlyList<LookupKey> AllOf(CompiledScope scope) => [.. scope.Tests.SelectMany(Of)];

    private static IEnumerable<LookupKey> Of(DimensionTest test) => test switch
    {
        // An order, and lengths of bodies, are no keys; the destination is not known before it is chosen.
        { Operator: not TestOperator.Equal } or { Dimension: DimensionNames.BodyBytes or DimensionNames.Destination } => [],
        { Dimension: DimensionNames.Path } => PathTable.KeysOf(test.Value).Select(key => new LookupKey(test, key.Segment, key.Position)),
        _ => [new LookupKey(test, test.Value)],
    };
}
