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

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Dimension}{OperatorText}{Value}");
}
