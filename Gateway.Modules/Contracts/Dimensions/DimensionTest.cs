using System.Globalization;

namespace Gateway.Modules.Contracts.Dimensions;

/// <summary>How a test compares: equality, or at least (ordered dimensions only).</summary>
public enum TestOperator
{
    Equal,
    AtLeast,
}

/// <summary>
/// One test of a scope: <c>query:format=pdf</c>, <c>bodyBytes>=32768</c>. <paramref name="Value"/> is what the request carries,
/// or its <see cref="ValueHash"/> where the value may not leave the request.
/// </summary>
public readonly record struct DimensionTest(string Dimension, TestOperator Operator, string Value)
{
    public string OperatorText => Operator == TestOperator.AtLeast ? ">=" : "=";

    /// <summary>Whether whatever passes this test passes the other, too.</summary>
    public bool Implies(DimensionTest other) =>
        Equals(other)
        || (other.Operator == TestOperator.AtLeast && Dimension == other.Dimension
            && long.TryParse(Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && long.TryParse(other.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var least)
            && value >= least);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Dimension}{OperatorText}{Value}");
}
