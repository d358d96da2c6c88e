namespace Gateway.Tests.Contracts.Dimensions;

public sealed class ScopeTests
{
    [Test]
    public void Text_TestsInAnyOrder_IsCanonical()
    {
        var scope = new Scope([new("header:X-Tenant-Id", TestOperator.Equal, "acme"), new("route", TestOperator.Equal, "orders")]);
        Assert.That(scope.Text, Is.EqualTo("route=orders & header:X-Tenant-Id=acme"));
    }
}
